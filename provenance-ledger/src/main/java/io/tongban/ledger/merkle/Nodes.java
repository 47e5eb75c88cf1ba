package io.tongban.ledger.merkle;

/** Where the hashes of complete subtrees come from. */
@FunctionalInterface
public interface Nodes {
  /**
   * Hash of the complete subtree over the entries {@code index << height} to {@code (index + 1) <<
   * height}, exclusive.
   */
  byte[] node(int height, long index);
}
