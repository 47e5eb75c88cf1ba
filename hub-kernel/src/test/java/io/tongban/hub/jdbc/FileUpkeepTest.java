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
  private static final int COMMITS = 300;
  @TempDir private Path data;

  @Test
  void chunksOfFewPagesAreMovedTogether() throws SQLException {
    try (TestHub hub = TestHub.onH2(data)) {
      Database database = hub.get(Database.class);
      FileUpkeep upkeep = new FileUpkeep(database.dataSource());
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        // chunks are then old enough at once
        statement.execute("SET RETENTION_TIME 0");
        statement.execute("CREATE TABLE kept (id BIGINT PRIMARY KEY, text VARCHAR)");
        statement.execute("CREATE TABLE changed (id INT PRIMARY KEY, text VARCHAR)");
        statement.execute("INSERT INTO changed VALUES (1, '')");
        commits(connection, 0, COMMITS);
        MVStore store = store(connection);
        long before = chunks(store);
        int steps = 0;
        while (steps < 100 && upkeep.step()) {
          steps++;
        }
        assertThat(steps).as("of %d chunks", before).isPositive();
        // what is free is given up at the next commits
        commits(connection, COMMITS, COMMITS + 3);
        assertThat(chunks(store)).isLessThan(before);
      }
      upkeep.close();
    }
    try (TestHub hub = TestHub.onH2(data)) {
      String counted = "SELECT COUNT(*) FROM kept WHERE LENGTH(text) = 900";
      long rows =
          hub.get(Database.class)
              .jdbi()
              .withHandle(handle -> handle.createQuery(counted).mapTo(Long.class).one());
      assertThat(rows).isEqualTo(COMMITS + 3);
    }
  }

  /** Each leaves a row that stays and a large one that the next replaces. */
  private static void commits(Connection connection, int first, int end) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (int i = first; i < end; i++) {
        statement.execute("INSERT INTO kept VALUES (" + i + ", REPEAT('x', 900))");
        statement.execute("UPDATE changed SET text = REPEAT('" + i + "', 20000)");
        connection.commit();
      }
    }
    connection.setAutoCommit(true);
  }

  private static MVStore store(Connection connection) throws SQLException {
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  private static long chunks(MVStore store) {
    return store.getLayoutMap().keySet().stream().filter(key -> key.startsWith("chunk.")).count();
  }
}
