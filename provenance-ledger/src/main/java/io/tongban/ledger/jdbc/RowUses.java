package io.tongban.ledger.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;

/** The row index of a range of the log, in its order, read once from front to back. */
final class RowUses implements AutoCloseable {
  private static final int FETCH = 1_000;

  /** Entries of a part: what is added to the index of one touches few of the database's pages. */
  private static final int PART = 131_072;

  private final Handle handle;
  private final ResultIterator<Use> uses;
  private Use next;

  /** The row index of a range; from 0 on also what is below. */
  RowUses(Jdbi jdbi, long from, long end) {
    handle = jdbi.open();
    handle.begin(); // PostgreSQL streams within a transaction only
    uses =
        handle
            .createQuery(
                "SELECT part, entry_index, hmac FROM ledger.row_use WHERE entry_index >= :from"
                    + " AND entry_index < :end ORDER BY entry_index")
            .bind("from", from == 0 ? Long.MIN_VALUE : from)
            .bind("end", end)
            .setFetchSize(FETCH)
            .mapTo(Use.class)
            .iterator();
    advance(uses);
  }

  /** The part of the log that an index is in. */
  static long partOf(long index) {
    return index / PART;
  }

  /**
   * A row of the index.
   *
   * @param part the part of the log, by which rows are found
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Use(long part, long entryIndex, byte[] hmac) {
    /** The row that tells of an entry. */
    static Use of(long index, byte[] hmac) {
      return new Use(partOf(index), index, hmac);
    }

    @Override
    public String toString() {
      return part + ":" + entryIndex + ":" + HexFormat.of().formatHex(hmac);
    }
  }

  private void advance(Iterator<Use> from) {
    next = from.hasNext() ? from.next() : null;
  }

  /** Whether the index has exactly these rows for an entry; entries are asked for in order. */
  boolean match(long index, List<byte[]> expected) {
    List<String> found = new ArrayList<>();
    while (next != null && next.entryIndex() <= index) {
      found.add(next.toString());
      advance(uses);
    }
    String[] wanted =
        expected.stream().map(hmac -> Use.of(index, hmac).toString()).toArray(String[]::new);
    String[] has = found.toArray(String[]::new);
    Arrays.sort(wanted);
    Arrays.sort(has);
    return Arrays.equals(wanted, has);
  }

  @Override
  public void close() {
    uses.close();
    handle.rollback();
    handle.close();
  }
}
