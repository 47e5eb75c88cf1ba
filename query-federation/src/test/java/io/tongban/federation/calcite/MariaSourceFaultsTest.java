package io.tongban.federation.calcite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

class MariaSourceFaultsTest extends SourceFaultsTestBase {
  @Override
  String url() {
    return MariaServer.database();
  }

  @Override
  String product() {
    return "mariadb";
  }

  @Override
  String running() {
    return "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE()"
        + " AND id <> CONNECTION_ID() AND command IN ('Query', 'Execute')";
  }

  @Override
  void lock(Statement statement) throws SQLException {
    statement.execute("LOCK TABLES employment WRITE");
  }

  @Override
  void breakConnections(Connection connection) throws SQLException {
    List<Long> others = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (var found =
          statement.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE db = DATABASE()"
                  + " AND id <> CONNECTION_ID()")) {
        while (found.next()) {
          others.add(found.getLong(1));
        }
      }
      for (long other : others) {
        statement.execute("KILL CONNECTION " + other);
      }
    }
  }

  @Override
  String fill() {
    return "INSERT INTO employment SELECT CONCAT('x', seq), REPEAT('y', 100), 1, '31'"
        + " FROM seq_1_to_200000";
  }
}
