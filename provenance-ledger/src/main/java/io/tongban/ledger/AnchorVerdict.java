package io.tongban.ledger;

/**
 * What a chain says about a tree head.
 *
 * @param message for people
 */
public record AnchorVerdict(Result result, String message) {

  /** Whether the tree head is anchored. */
  public boolean holds() {
    return result == Result.HOLDS;
  }

  /** What a comparison can find. */
  public enum Result {
    HOLDS,
    /** The node is of another chain. */
    WRONG_CHAIN,
    /** The contract's code is not TongbanAnchor's, or there is none: its word is worth nothing. */
    WRONG_CODE,
    /** The log is on the chain, and no anchor has that size; or the log is not there at all. */
    NOT_ANCHORED,
    /** The newest anchor of the log is of a smaller tree. */
    SIZE_BEHIND,
    /** Another root is anchored at that size: the log was forked or rewritten. */
    OTHER_ROOT,
    /**
     * The consistency proof does not lead to the anchored tree: the proof is wrong, or the log was
     * forked or rewritten.
     */
    INCONSISTENT,
    /** It is anchored in a block that can still be reorganised away. */
    NOT_FINAL
  }
}
