package io.tongban.federation.calcite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many rows databases think their tables have: from their catalogues, nothing is counted. They
 * are rounded up to a power of two, since hidden rows are among them and a plan that changed with
 * one row would tell of it.
 */
final class TableSizes {
  private static final double UNKNOWN = -1;
  private static final long SMALL = 1_024;

  private static final String POSTGRESQL =
      "SELECT c.reltuples FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = COALESCE(?, current_schema()) AND c.relname = ? AND c.relkind = 'r'";

  private static final String H2 =
      "SELECT row_count_estimate FROM information_schema.tables"
          + " WHERE table_schema = COALESCE(?, CURRENT_SCHEMA) AND table_name = ?"
          + " AND table_type = 'BASE TABLE'";

  private TableSizes() {}

  /**
   * The estimate; -1 where the database has none.
   *
   * @param schema as the database spells it, or null for the connection's own
   */
  static double rows(Connection connection, SourceDatabase database, String schema, String table)
      throws SQLException {
    if (database.postgresql()) {
      return ask(connection, POSTGRESQL, schema, table);
    }
    return database.h2() ? ask(connection, H2, schema, table) : UNKNOWN;
  }

  private static double ask(Connection connection, String sql, String schema, String table)
      throws SQLException {
    try (PreparedStatement question = connection.prepareStatement(sql)) {
      question.setString(1, schema);
      question.setString(2, table);
      try (ResultSet answer = question.executeQuery()) {
        return answer.next() ? rounded(answer.getDouble(1)) : UNKNOWN;
      }
    }
  }

  private static double rounded(double rows) {
    if (rows < 0) {
      return UNKNOWN;
    }
    long up = Long.highestOneBit(2 * Math.max(1, (long) rows) - 1);
    return Math.max(SMALL, up);
  }
}
