package io.tongban.ledger;

import io.tongban.hub.test.TestHub;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database in a tablespace on the disk that fills up. The write-ahead log lies elsewhere: where
 * that has no room, PostgreSQL stops, and whoever runs it starts it again.
 */
class FullDiskOnPostgresTest extends FullDiskTest {
  @TempDir private Path server;
  private EmbeddedPostgres postgres;

  @Override
  TestHub open() throws Exception {
    if (postgres == null) {
      postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(server.resolve("postgres"))
              .setCleanDataDirectory(false)
              .setServerConfig("synchronous_commit", "on")
              .start();
      Path space = Files.createDirectory(disk.resolve("space"));
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLESPACE small LOCATION '" + space + "'");
        statement.execute("CREATE DATABASE hub TABLESPACE small");
      }
    }
    return TestHub.start(postgres.getJdbcUrl("postgres", "hub"), server.resolve("data"));
  }

  @AfterEach
  void stop() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }
}
