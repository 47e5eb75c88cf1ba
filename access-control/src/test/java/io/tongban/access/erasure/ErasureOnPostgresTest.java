package io.tongban.access.erasure;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class ErasureOnPostgresTest extends ErasureTest {
  @TempDir static Path server;
  private static EmbeddedPostgres postgres;
  private static int databases;
  private String url;
  private String name;

  @BeforeAll
  static void start() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(server.resolve("postgres"))
            .setCleanDataDirectory(false)
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  private interface Work<T> {
    T on(Statement statement) throws SQLException;
  }

  private static <T> T on(String database, Work<T> work) throws SQLException {
    try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      return work.on(statement);
    }
  }

  @Override
  String url() {
    if (url == null) {
      name = "erasure" + ++databases;
      try {
        on("postgres", statement -> statement.execute("CREATE DATABASE " + name));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      url = postgres.getJdbcUrl("postgres", name);
    }
    return url;
  }

  @Override
  Path files() throws SQLException {
    on(name, statement -> statement.execute("CHECKPOINT"));
    return server.resolve("postgres");
  }

  @Override
  String copy() throws SQLException {
    String copy = name + "_copy";
    on("postgres", statement -> statement.execute("CREATE DATABASE " + copy + " TEMPLATE " + name));
    return postgres.getJdbcUrl("postgres", copy);
  }

  /** The table's file; the write-ahead log goes with its segments. */
  @Override
  Path saltFiles() throws SQLException {
    on(name, statement -> statement.execute("CHECKPOINT"));
    String file =
        on(
            name,
            statement -> {
              try (ResultSet row =
                  statement.executeQuery("SELECT pg_relation_filepath('access.subject_salt')")) {
                row.next();
                return row.getString(1);
              }
            });
    return server.resolve("postgres").resolve(file);
  }
}
