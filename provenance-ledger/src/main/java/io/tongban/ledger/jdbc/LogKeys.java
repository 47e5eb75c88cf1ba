package io.tongban.ledger.jdbc;

import io.tongban.hub.HubKeys;
import io.tongban.ledger.LedgerKeys;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.note.NoteSigner;
import java.util.Optional;

/**
 * The log's keys: which there are is in the database, the private ones are in each node's files,
 * {@code ledger} for the first and {@code ledger-2}, {@code ledger-3} … for those after it.
 */
final class LogKeys {
  private static final String FIRST = "ledger";
  private final HubKeys files;
  private final String origin;
  private volatile Known known;

  LogKeys(HubKeys files, String origin) {
    this.files = files;
    this.origin = origin;
  }

  /** What was read last: statements are verified once, key files read once. */
  private record Known(Signing.Stored stored, Signing signing, LogSigner signer) {}

  /** The file's name, without its ending. */
  static String file(int ordinal) {
    return ordinal == 1 ? FIRST : FIRST + "-" + ordinal;
  }

  /**
   * Which keys sign.
   *
   * @param stored as it is stored; nothing while the log has its first key
   */
  Signing signing(Optional<Signing.Stored> stored) {
    return stored.map(this::read).orElseGet(() -> signer(Optional.empty()).signing());
  }

  private Signing read(Signing.Stored stored) {
    Known last = known;
    if (last != null && stored.equals(last.stored())) {
      return last.signing();
    }
    Signing signing = stored.parse();
    known = new Known(stored, signing, null);
    return signing;
  }

  /**
   * What signs.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#LOG_KEY_MISSING}
   */
  LogSigner signer(Optional<Signing.Stored> stored) {
    Known last = known;
    if (last != null
        && last.signer() != null
        && stored.equals(Optional.ofNullable(last.stored()))) {
      return last.signer();
    }
    LogSigner signer = stored.isPresent() ? signer(read(stored.get())) : first();
    known = new Known(stored.orElse(null), signer.signing(), signer);
    return signer;
  }

  private LogSigner first() {
    NoteSigner signer = new NoteSigner(origin, files.ed25519Seed(FIRST));
    return new LogSigner(
        new Signing(LedgerKeys.of(signer.verifierKey()), false), java.util.List.of(signer));
  }

  /** The signer of keys whose private parts this node must have. */
  LogSigner signer(Signing signing) {
    return new LogSigner(
        signing, signing.ordinals().stream().map(each -> stored(each, signing.key(each))).toList());
  }

  private NoteSigner stored(int ordinal, VerifierKey expected) {
    String file = file(ordinal);
    byte[] seed =
        files
            .storedEd25519Seed(file)
            .orElseThrow(
                () ->
                    LedgerProblem.LOG_KEY_MISSING.problem(
                        "the log is signed with "
                            + expected
                            + "; keys/"
                            + file
                            + ".ed25519 is"
                            + " missing here"));
    NoteSigner signer = new NoteSigner(expected.name(), seed);
    if (!signer.verifierKey().equals(expected)) {
      throw LedgerProblem.LOG_KEY_MISSING.problem(
          "the log is signed with " + expected + "; keys/" + file + ".ed25519 is another key");
    }
    return signer;
  }

  /**
   * The signer of the next key. Its file is made before the log knows of it: what is left of a
   * change that did not come about is taken by the next one.
   */
  NoteSigner next(Signing signing) {
    int ordinal = signing.keys().all().size() + 1;
    return new NoteSigner(origin, files.ed25519Seed(file(ordinal)));
  }

  /** Destroys the private keys on this node that sign no more. */
  void forget(Signing signing) {
    for (int ordinal = 1; ordinal < signing.keys().all().size(); ordinal++) {
      if (!signing.ordinals().contains(ordinal)) {
        files.forgetEd25519Seed(file(ordinal));
      }
    }
  }
}
