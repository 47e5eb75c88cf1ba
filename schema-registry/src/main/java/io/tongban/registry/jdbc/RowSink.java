package io.tongban.registry.jdbc;

import java.sql.SQLException;

/** Takes rows for one statement and sends them in batches. */
interface RowSink extends AutoCloseable {
  /** Takes a row; may send what has gathered. */
  void add(Object[] row) throws SQLException;

  /** Sends what has gathered. */
  void flush() throws SQLException;

  @Override
  void close() throws SQLException;
}
