package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What queries hold in the hub's memory at once: rows that are sorted, grouped or joined there. A
 * query that wants more than its share is refused; it would take the memory of all others.
 */
final class QueryMemory {
  /** An eighth of the heap for one query, a quarter for all together. */
  static final QueryMemory HEAP =
      new QueryMemory(Runtime.getRuntime().maxMemory() / 8, Runtime.getRuntime().maxMemory() / 4);

  private static final long MIB = 1 << 20;

  /** Of an object, a reference to it and its place in a collection. */
  private static final int OBJECT = 24;

  private static final int TEXT = 48;
  private static final int DECIMAL = 72;

  private final long ofOne;
  private final long ofAll;
  private final AtomicLong taken = new AtomicLong();

  /** Bytes for one query and for all together. */
  QueryMemory(long ofOne, long ofAll) {
    this.ofOne = ofOne;
    this.ofAll = ofAll;
  }

  /**
   * Takes memory for a query.
   *
   * @param had bytes it has already
   * @param more bytes it wants besides
   */
  void take(long had, long more) {
    if (had + more > ofOne) {
      throw FederationProblem.QUERY_TOO_WIDE.problem(
          "the query would hold more than " + ofOne / MIB + " MiB of rows in the hub at once");
    }
    if (taken.addAndGet(more) > ofAll) {
      taken.addAndGet(-more);
      throw FederationProblem.HUB_BUSY.problem(
          "queries hold " + ofAll / MIB + " MiB of rows in the hub, which is all they may");
    }
  }

  /** Gives back what a query took. */
  void give(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** About how many bytes a row takes on the heap. */
  static long size(Object row) {
    if (!(row instanceof Object[] values)) {
      return OBJECT + value(row);
    }
    long size = OBJECT;
    for (Object value : values) {
      size += value(value);
    }
    return size;
  }

  private static long value(Object value) {
    if (value == null) {
      return Long.BYTES;
    }
    if (value instanceof String text) {
      return TEXT + 2L * text.length();
    }
    return value instanceof BigDecimal ? DECIMAL : OBJECT;
  }
}
