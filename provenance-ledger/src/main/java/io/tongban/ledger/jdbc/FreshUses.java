package io.tongban.ledger.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Hashes of records in entries that this node has just committed. The row index takes them from
 * here, and need not read and open what was sealed a moment before. Holds the oldest up to a bound;
 * what it does not hold is read. Thread-safe.
 */
final class FreshUses {
  /** Entries and hashes, of some 50 bytes each. */
  private static final int MOST = 65_536;

  private final Deque<Stretch> stretches = new ArrayDeque<>();
  private int held;

  /**
   * Entries one after the other.
   *
   * @param rows each one's hashes
   */
  private record Stretch(long first, List<List<byte[]>> rows) {
    long end() {
      return first + rows.size();
    }

    int weight() {
      return rows.stream().mapToInt(each -> 1 + each.size()).sum();
    }
  }

  /**
   * Adds a group.
   *
   * @param first index of its first entry
   */
  synchronized void add(long first, List<Draft> group) {
    Stretch stretch = new Stretch(first, group.stream().map(Draft::rows).toList());
    int weight = stretch.weight();
    if (held + weight <= MOST) {
      stretches.add(stretch);
      held += weight;
    }
  }

  /** The first index that is held at or above one, or {@link Long#MAX_VALUE}. */
  synchronized long from(long index) {
    forget(index);
    return stretches.isEmpty() ? Long.MAX_VALUE : Math.max(index, stretches.getFirst().first());
  }

  /** The hashes of an entry, or null if they are not held; indexes are asked for in order. */
  synchronized List<byte[]> at(long index) {
    forget(index);
    Stretch first = stretches.peek();
    return first == null || index < first.first()
        ? null
        : first.rows().get((int) (index - first.first()));
  }

  /** Lets go of groups that lie below an index. */
  synchronized void forget(long below) {
    while (!stretches.isEmpty() && stretches.getFirst().end() <= below) {
      held -= stretches.remove().weight();
    }
  }
}
