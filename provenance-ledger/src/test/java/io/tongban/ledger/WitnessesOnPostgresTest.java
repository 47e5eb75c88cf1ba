package io.tongban.ledger;

import io.tongban.hub.test.TestHub;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

class WitnessesOnPostgresTest extends WitnessesContract {
  @Override
  String database() {
    return TestHub.postgresUrl();
  }

  @Override
  String copy(String url) {
    String from = url.replaceFirst(".*/([a-z0-9]+)\\?.*", "$1");
    String to = "t" + UUID.randomUUID().toString().replace("-", "");
    try (var connection = DriverManager.getConnection(TestHub.postgresUrl());
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + to + " TEMPLATE " + from);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return url.replace("/" + from + "?", "/" + to + "?");
  }
}
