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
 * whole log, and from PostgreSQL by COPY.
 */
final class EntryRows implements AutoCloseable {
  private static final int STEP = 256;

  /** Of PostgreSQL, which plans each COPY anew. */
  private static final int COPIED = 2_048;

  private static final String COLUMNS =
      "SELECT entry_index, id, type, at, actor, leaf, manifest FROM ledger.entry";
  private final Connection connection;
  private final PreparedStatement query;
  private final Deque<LedgerReader.Row> rows = new ArrayDeque<>();
  private final long end;
  private long next;

  /** Entries with indexes of {@code from} to {@code end}, exclusive. */
  EntryRows(Connection connection, long from, long end) throws SQLException {
    this.connection = connection;
    this.next = from;
    this.end = end;
    this.query =
        CopiedRows.from(connection)
            ? null
            : connection.prepareStatement(
                COLUMNS + " WHERE entry_index >= ? AND entry_index < ? ORDER BY entry_index");
  }

  /** The entry of an index, or null if it is missing; indexes are asked for in order. */
  LedgerReader.Row at(long index) throws SQLException {
    while (rows.isEmpty() && next < end) {
      long upto = Math.min(end, next + (query == null ? COPIED : STEP));
      if (query == null) {
        copy(upto);
      } else {
        read(upto);
      }
      next = upto;
    }
    LedgerReader.Row row = rows.peek();
    return row != null && row.entryIndex() == index ? rows.poll() : null;
  }

  private void copy(long upto) throws SQLException {
    CopiedRows.each(
        connection,
        COLUMNS
            + " WHERE entry_index >= "
            + next
            + " AND entry_index < "
            + upto
            + " ORDER BY entry_index",
        row ->
            rows.add(
                new LedgerReader.Row(
                    row.number(),
                    row.uuid(),
                    row.text(),
                    row.time(),
                    row.text(),
                    row.bytes(),
                    row.bytes())));
  }

  private void read(long upto) throws SQLException {
    query.setLong(1, next);
    query.setLong(2, upto);
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        rows.add(row(found));
      }
    }
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
    if (query != null) {
      query.close();
    }
  }
}
