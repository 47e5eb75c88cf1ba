package io.tongban.registry.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Rows as the parameters of a batched statement. */
final class BatchSink implements RowSink {
  private static final int BATCH = 1000;
  private final PreparedStatement statement;
  private int gathered;

  BatchSink(Connection connection, String sql) throws SQLException {
    this.statement = connection.prepareStatement(sql);
  }

  @Override
  public void add(Object[] row) throws SQLException {
    for (int i = 0; i < row.length; i++) {
      statement.setObject(i + 1, row[i]);
    }
    statement.addBatch();
    if (++gathered == BATCH) {
      flush();
    }
  }

  @Override
  public void flush() throws SQLException {
    if (gathered > 0) {
      statement.executeBatch();
      gathered = 0;
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
