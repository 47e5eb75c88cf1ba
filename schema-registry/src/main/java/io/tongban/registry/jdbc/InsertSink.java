package io.tongban.registry.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows by INSERT statements of many rows each, which cost H2 less than a batch of single ones. */
final class InsertSink implements RowSink {
  private static final int ROWS = 50;
  private final Connection connection;
  private final String target;
  private final String row;
  private final List<Object[]> gathered = new ArrayList<>(ROWS);
  private PreparedStatement full;

  /**
   * @param target table and columns, for example {@code "s"."t" ("a", "b")}
   * @param width how many columns
   */
  InsertSink(Connection connection, String target, int width) {
    this.connection = connection;
    this.target = target;
    this.row = "(" + String.join(", ", Collections.nCopies(width, "?")) + ")";
  }

  @Override
  public void add(Object[] values) throws SQLException {
    gathered.add(values);
    if (gathered.size() == ROWS) {
      if (full == null) {
        full = prepare(ROWS);
      }
      send(full);
    }
  }

  @Override
  public void flush() throws SQLException {
    if (!gathered.isEmpty()) {
      try (PreparedStatement rest = prepare(gathered.size())) {
        send(rest);
      }
    }
  }

  private PreparedStatement prepare(int rows) throws SQLException {
    return connection.prepareStatement(
        "INSERT INTO " + target + " VALUES " + String.join(", ", Collections.nCopies(rows, row)));
  }

  private void send(PreparedStatement statement) throws SQLException {
    int parameter = 1;
    for (Object[] values : gathered) {
      for (Object value : values) {
        statement.setObject(parameter++, value);
      }
    }
    statement.executeUpdate();
    gathered.clear();
  }

  @Override
  public void close() throws SQLException {
    if (full != null) {
      full.close();
    }
  }
}
