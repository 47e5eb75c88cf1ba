package io.tongban.ledger.jdbc;

import io.tongban.ledger.Leaf;
import io.tongban.ledger.Ledger;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An entry that waits for its index.
 *
 * @param leaf what is logged
 * @param bytes the logged bytes
 * @param hash their leaf hash
 * @param sealed the sealed manifest
 * @param rows the hashes sealed with it
 * @param alongside what is changed with it, or null
 * @param placed completed when it is durable, or failed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Draft(
    Leaf leaf,
    byte[] bytes,
    byte[] hash,
    byte[] sealed,
    List<byte[]> rows,
    Ledger.Alongside alongside,
    CompletableFuture<Placed> placed) {

  /** What is changed with it failed: its caller's affair, not the ledger's. */
  static final class NotAlongside extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAlongside(RuntimeException cause) {
      super(cause);
    }

    RuntimeException failure() {
      return (RuntimeException) getCause();
    }
  }

  /** The same entry with changes that go with it. */
  Draft with(Ledger.Alongside changes) {
    return new Draft(leaf, bytes, hash, sealed, rows, changes, placed);
  }

  /** Whether nobody waits for it any more, or it has failed. */
  boolean over() {
    return placed.isDone();
  }

  /** How much of a batch it takes, in bytes. */
  long weight() {
    return bytes.length + sealed.length;
  }

  /**
   * Where an entry lies.
   *
   * @param path inclusion path under the checkpoint
   * @param checkpoint the signed note it was committed under
   */
  record Placed(long index, List<byte[]> path, String checkpoint) {}
}
