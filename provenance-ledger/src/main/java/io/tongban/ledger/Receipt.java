package io.tongban.ledger;

import java.util.Objects;
import java.util.UUID;

/**
 * The proof that an entry is in the ledger: it verifies offline with the hub's public ledger key.
 *
 * @param id the entry's id
 * @param index its 0-based index in the log
 * @param leaf base64 of the entry's bytes: canonical JSON (RFC 8785) with version, id, type, time,
 *     actor and the manifest's salted digest
 * @param nonce base64url of the salt of the manifest's digest; only the receipt keeps it
 * @param proof the C2SP tlog-proof text: index, path and signed checkpoint
 */
public record Receipt(UUID id, long index, String leaf, String nonce, String proof) {
  public Receipt {
    Objects.requireNonNull(id);
    Objects.requireNonNull(leaf);
    Objects.requireNonNull(nonce);
    Objects.requireNonNull(proof);
  }
}
