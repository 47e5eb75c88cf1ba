package io.tongban.ledger.jdbc;

import io.tongban.ledger.SignedNote;
import io.tongban.ledger.note.NoteSigner;
import java.util.List;

/**
 * Signs for the log, with two keys while one takes over from the other. Thread-safe.
 *
 * @param signing which keys those are
 * @param signers theirs, newest first
 */
record LogSigner(Signing signing, List<NoteSigner> signers) {
  String origin() {
    return signing.keys().origin();
  }

  /** Signs a text that ends with a newline. */
  SignedNote sign(String text) {
    SignedNote note = signers.get(0).sign(text);
    for (NoteSigner further : signers.subList(1, signers.size())) {
      note = note.with(further.sign(text).signatures());
    }
    return note;
  }
}
