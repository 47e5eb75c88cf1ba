package io.tongban.ledger.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * The entries of a range, in order, some hundred at a time: plain JDBC, since a check reads the
 * whole log, and by one statement again and again, which PostgreSQL answers in binary form.
 */
final class EntryRows implements AutoCloseable {
  private static final int STEP = 256;
  private final PreparedStatement query;
  private final Deque<LedgerReader.Row> rows = new ArrayDeque<>();
  private final long end;
  private long next;

  /** Entries with indexes of {@code from} to {@code end}, exclusive. */
  EntryRows(Connection connection, long from, long end) throws SQLException {
    this.next = from;
    this.end = end;
    this.query =
        connection.prepareStatement(
            "SELECT entry_index, id, type, at, actor, leaf, manifest FROM ledger.entry"
                + " WHERE entry_index >= ? AND entry_index < ? ORDER BY entry_index");
  }

  /** The entry of an index, or null if it is missing; indexes are asked for in order. */
  LedgerReader.Row at(long index) throws SQLException {
    while (rows.isEmpty() && next < end) {
      read(Math.min(end, next + STEP));
    }
    LedgerReader.Row row = rows.peek();
    return row != null && row.entryIndex() == index ? rows.poll() : null;
  }

  private void read(long upto) throws SQLException {
    query.setLong(1, next);
    query.setLong(2, upto);
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        rows.add(row(found));
      }
    }
    next = upto;
  }

  private static LedgerReader.Row row(ResultSet found) throws SQLException {
    OffsetDateTime at = found.getObject(4, OffsetDateTime.class);
    return new LedgerReader.Row(
        found.getLong(1),
        found.getObject(2, UUID.class),
        found.getString(3),
        at == null ? Instant.MIN : at.toInstant(),
        found.getString(5),
        found.getBytes(6),
        found.getBytes(7));
  }

  @Override
  public void close() throws SQLException {
    query.close();
  }
}
