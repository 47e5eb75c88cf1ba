package io.tongban.federation.calcite;

import io.tongban.hub.test.TestHub;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

class PostgresSourceFaultsTest extends SourceFaultsTestBase {
  @Override
  String url() {
    return TestHub.postgresUrl();
  }

  @Override
  String product() {
    return "postgresql";
  }

  @Override
  String running() {
    return "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
        + " AND pid <> pg_backend_pid() AND state = 'active'";
  }

  @Override
  void lock(Statement statement) throws SQLException {
    statement.getConnection().setAutoCommit(false);
    statement.execute("LOCK TABLE employment IN ACCESS EXCLUSIVE MODE");
  }

  @Override
  void breakConnections(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
  }

  @Override
  String fill() {
    return "INSERT INTO employment SELECT 'x' || n, repeat('y', 100), 1, '31'"
        + " FROM generate_series(1, 200000) AS n";
  }
}
