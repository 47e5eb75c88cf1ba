package io.tongban.ledger;

/** When a block counts as final: what is below it cannot be reorganised away. */
public sealed interface ChainFinality {

  /**
   * With a number of blocks on top.
   *
   * @param blocks 0 on chains with instant finality (QBFT, PBFT)
   */
  record Depth(int blocks) implements ChainFinality {
    public Depth {
      if (blocks < 0) {
        throw new IllegalArgumentException("confirmations are not below 0");
      }
    }
  }

  /** When the chain says so: JSON-RPC's block tag {@code finalized}, on proof-of-stake chains. */
  record Finalized() implements ChainFinality {}

  /**
   * Reads a setting: {@code finalized} or a number of blocks.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static ChainFinality parse(String text) {
    String word = text.strip();
    return word.equals("finalized") ? new Finalized() : new Depth(Integer.parseInt(word));
  }
}
