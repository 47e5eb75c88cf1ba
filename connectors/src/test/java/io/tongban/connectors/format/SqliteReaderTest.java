package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteReaderTest {
  @TempDir Path folder;

  private byte[] file(String... statements) throws SQLException, IOException {
    Path file = folder.resolve("made.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return Files.readAllBytes(file);
  }

  @Test
  void valuesOfEveryTypeAndStrangeNames() throws Exception {
    byte[] file =
        file(
            "CREATE TABLE \"a\"\"b 表\" (n INT, r REAL, t TEXT, x, b BLOB)",
            "INSERT INTO \"a\"\"b 表\" VALUES (9007199254740993, 0.5, '007', NULL, NULL)",
            "INSERT INTO \"a\"\"b 表\" VALUES (1, 2, '北京', 'not typed', x'00FF')");

    var rows = Rows.read(Rows.input("sqlite", null, null), file);

    Map<String, String> first = new LinkedHashMap<>();
    first.put("n", "9007199254740993");
    first.put("r", "0.5");
    first.put("t", "007");
    first.put("x", null);
    first.put("b", null);
    assertThat(rows.get(0).values()).isEqualTo(first);
    assertThat(rows).extracting(Rows::reason).containsExactly("", "not-text");
  }

  @Test
  void noViewOfTheFilesAuthorIsRead() throws Exception {
    byte[] file =
        file(
            "CREATE TABLE t (a)",
            "INSERT INTO t VALUES (1)",
            "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
                + " SELECT x FROM c");

    assertThat(Rows.read(Rows.input("sqlite", null, null), file)).hasSize(1);
    assertThatThrownBy(() -> Rows.read(Rows.input("sqlite", null, "v"), file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no table \"v\"")
        .hasMessageContaining("[t]");
  }

  @Test
  void damagedCutOffAndForeignFilesAreUnreadable() throws Exception {
    StringBuilder rows = new StringBuilder("INSERT INTO t VALUES ('x')");
    rows.append(",('0123456789012345678901234567890123456789')".repeat(2000));
    byte[] file = file("CREATE TABLE t (a)", rows.toString());

    for (int length : new int[] {0, 50, 512, file.length / 2, file.length - 4096}) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> Rows.read(Rows.input("sqlite", null, "t"), cut))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("input-unreadable");
    }
    assertThatThrownBy(
            () ->
                Rows.read(
                    Rows.input("sqlite", null, null),
                    "a,b\n1,2\n3,4\n5,6\n7,8\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not a SQLite file");
  }

  @Test
  void aFileWhoseNewestRowsStandElsewhereIsRefused() throws Exception {
    byte[] file = file("PRAGMA journal_mode = WAL", "CREATE TABLE t (a)");

    assertThatThrownBy(() -> Rows.read(Rows.input("sqlite", null, null), file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("write-ahead log");
  }
}
