package io.tongban.hub.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.Database;
import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of many small commits is moved together without losing a row. */
class FileUpkeepTest {
  private static final int COMMITS = 600;
  @TempDir private Path data;

  @Test
  void chunksOfFewPagesAreMovedTogether() throws SQLException {
    try (TestHub hub = TestHub.onH2(data)) {
      Database database = hub.get(Database.class);
      FileUpkeep upkeep = new FileUpkeep(database.dataSource());
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        MVStore store = store(connection);
        // chunks are then old enough at once
        statement.execute("SET RETENTION_TIME 0");
        statement.execute("CREATE TABLE rows_of_test (id BIGINT PRIMARY KEY, text VARCHAR)");
        commits(statement, 0);
        assertThat(chunks(store)).isGreaterThan(20);
        boolean moved = false;
        for (int step = 0; step < 100 && upkeep.step(); step++) {
          moved = true;
        }
        assertThat(moved).isTrue();
        // what is free is given up at the next commit
        long before = chunks(store);
        commits(statement, COMMITS);
        assertThat(chunks(store)).isLessThan(before + COMMITS);
      }
      upkeep.close();
    }
    try (TestHub hub = TestHub.onH2(data)) {
      long rows =
          hub.get(Database.class)
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("SELECT COUNT(*) FROM rows_of_test WHERE LENGTH(text) = 900")
                          .mapTo(Long.class)
                          .one());
      assertThat(rows).isEqualTo(2 * COMMITS);
    }
  }

  private static void commits(Statement statement, int first) throws SQLException {
    for (int i = first; i < first + COMMITS; i++) {
      statement.execute("INSERT INTO rows_of_test VALUES (" + i + ", REPEAT('x', 900))");
    }
  }

  private static MVStore store(Connection connection) throws SQLException {
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  private static long chunks(MVStore store) {
    return store.getLayoutMap().keySet().stream().filter(key -> key.startsWith("chunk.")).count();
  }
}
