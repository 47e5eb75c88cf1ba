package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/**
 * A table of a SQLite file. The file is untrusted: a copy is opened for reading only, without
 * extensions, with its schema not trusted and the sizes of cells checked, with limits on what one
 * statement may do, and only a real table is read, so that no view of the file's author runs
 * (sqlite.org/security.html).
 */
final class SqliteReader implements RowReader {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT_VERSIONS = 18;
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_COLUMNS = 2000;
  private static final int LONGEST_SQL = 100_000;
  private final String table;

  /**
   * @param table its name, or null where the file has one table only
   */
  SqliteReader(String table) {
    this.table = table;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    Path file = Files.createTempFile("database", ".sqlite");
    try {
      try (InputStream in = input.open()) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      checkHead(file);
      Foreign.call("the SQLite file is damaged", sink, own -> database(file, own));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** A file with a write-ahead log may lack its newest rows, which stand in a second file. */
  private static void checkHead(Path file) throws IOException {
    byte[] head = new byte[FORMAT_VERSIONS + 2];
    try (InputStream in = Files.newInputStream(file)) {
      if (in.readNBytes(head, 0, head.length) < head.length
          || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw ConnectorProblem.INPUT_UNREADABLE.problem("not a SQLite file");
      }
    }
    if (head[FORMAT_VERSIONS] == 2 || head[FORMAT_VERSIONS + 1] == 2) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem(
          "the SQLite file has a write-ahead log; have it sent after PRAGMA journal_mode=DELETE");
    }
  }

  private void database(Path file, RowSink sink) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.enableLoadExtension(false);
    config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, "0");
    config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(MOST_BYTES));
    config.setPragma(SQLiteConfig.Pragma.LIMIT_SQL_LENGTH, Integer.toString(LONGEST_SQL));
    config.setPragma(SQLiteConfig.Pragma.LIMIT_COLUMN, Integer.toString(MOST_COLUMNS));
    try (Connection connection =
            config.createConnection(
                "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?immutable=1");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA cell_size_check = ON");
      statement.execute("PRAGMA query_only = ON");
      statement.execute("PRAGMA mmap_size = 0");
      rows(statement, find(statement), sink);
    }
  }

  private String find(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE"
                + " 'sqlite\\_%' ESCAPE '\\' ORDER BY name LIMIT 1000")) {
      while (found.next()) {
        tables.add(found.getString(1));
      }
    }
    if (table == null && tables.size() == 1) {
      return tables.get(0);
    }
    if (table == null || !tables.contains(table)) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem(
          (table == null
                  ? "the SQLite file has not exactly one table"
                  : "the SQLite file has no table \"" + table + "\"")
              + "; it has "
              + tables
              + "; write one as input.records");
    }
    return table;
  }

  private static void rows(Statement statement, String name, RowSink sink) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("SELECT * FROM main.\"" + name.replace("\"", "\"\"") + "\"")) {
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        names.add(rows.getMetaData().getColumnName(i));
      }
      Header header = new Header(names);
      sink.header(header.columns());
      long number = 0;
      boolean more = true;
      while (more && rows.next()) {
        number++;
        more = sink.row(row(number, rows, header.columns()));
      }
    }
  }

  /** SQLite types values, not columns: each is told as what it is. */
  private static RawRow row(long number, ResultSet rows, List<String> columns) throws SQLException {
    Map<String, String> values = new LinkedHashMap<>();
    String binary = null;
    for (int i = 0; i < columns.size(); i++) {
      Object value = rows.getObject(i + 1);
      if (value instanceof byte[]) {
        binary = columns.get(i);
        value = null;
      }
      values.put(columns.get(i), value == null ? null : text(value));
    }
    return binary == null
        ? RawRow.of(number, values)
        : RawRow.faulty(
            number,
            values,
            "not-text",
            "row %d has bytes in column \"%s\", which are no text".formatted(number, binary));
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : value.toString();
  }
}
