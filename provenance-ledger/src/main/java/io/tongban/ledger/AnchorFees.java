package io.tongban.ledger;

import java.math.BigInteger;

/**
 * What a transaction may cost.
 *
 * @param mostPerGas the highest price of a unit of gas, in wei, or null for no bound
 * @param raiseAfterBlocks how many blocks a transaction may wait before it is signed anew, with the
 *     same nonce, at a higher fee; at least 1
 */
public record AnchorFees(BigInteger mostPerGas, int raiseAfterBlocks) {
  /** Blocks to wait unless told otherwise. */
  public static final int RAISE_AFTER_BLOCKS = 12;

  public AnchorFees {
    if (mostPerGas != null && mostPerGas.signum() < 0) {
      throw new IllegalArgumentException("a fee is not below 0");
    }
    if (raiseAfterBlocks < 1) {
      throw new IllegalArgumentException("a fee is raised after 1 block at the soonest");
    }
  }

  /** No bound; raised after {@value #RAISE_AFTER_BLOCKS} blocks. */
  public static AnchorFees usual() {
    return new AnchorFees(null, RAISE_AFTER_BLOCKS);
  }
}
