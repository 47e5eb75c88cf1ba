package io.tongban.ledger.jdbc;

import io.tongban.ledger.Leaf;
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
 * @param placed completed when it is durable, or failed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Draft(
    Leaf leaf,
    byte[] bytes,
    byte[] hash,
    byte[] sealed,
    List<byte[]> rows,
    CompletableFuture<Placed> placed) {

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
