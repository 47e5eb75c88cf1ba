package io.tongban.ledger.jdbc;

/** Stops a check at an index that does not hold. */
final class Bad extends Exception {
  private static final long serialVersionUID = 1L;
  private final long index;

  /** What is wrong at an index. */
  Bad(long index, String message) {
    super(message);
    this.index = index;
  }

  /** The index. */
  long index() {
    return index;
  }
}
