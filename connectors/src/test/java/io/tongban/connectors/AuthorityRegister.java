package io.tongban.connectors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The local-authority register as a database of its own, filled from the real tables. */
public final class AuthorityRegister implements AutoCloseable {
  /** Password of its reader. */
  public static final String PASSWORD = "reader-of-the-test";

  private static final Path DATA = ConnectorHub.EXAMPLES.resolve("food-safety").resolve("data");

  /** The register migrated the identifiers of England; it writes them with their prefix. */
  private static final String ENGLAND = "local-authority-eng:";

  private final String url = "jdbc:h2:mem:register-" + UUID.randomUUID();
  private final Connection connection;

  public AuthorityRegister() throws SQLException, IOException {
    connection = DriverManager.getConnection(url + ";DB_CLOSE_DELAY=-1", "reader", PASSWORD);
    fill("AUTHORITY_NAME", "NAME", "AUTHORITY", "name.tsv", 0, 1, "");
    fill("ID_MIGRATION", "OLD_ID", "NEW_ID", "id_migrataion_2016-10-10.tsv", 0, 1, ENGLAND);
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE AUTHORITY (ID VARCHAR(60) PRIMARY KEY, GSS VARCHAR(9), NAME VARCHAR(120))");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO AUTHORITY VALUES (?, ?, ?)")) {
      for (String[] row : rows("gss.tsv")) {
        insert.setString(1, row[1]);
        insert.setString(2, row[0]);
        insert.setString(3, row[2]);
        insert.execute();
      }
    }
  }

  private void fill(
      String table, String key, String value, String file, int from, int to, String prefix)
      throws SQLException, IOException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE " + table + " (" + key + " VARCHAR(200), " + value + " VARCHAR(200))");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
      for (String[] row : rows(file)) {
        insert.setString(1, prefix + row[from]);
        insert.setString(2, prefix + row[to]);
        insert.execute();
      }
    }
  }

  private static List<String[]> rows(String file) throws IOException {
    return Files.readAllLines(DATA.resolve(file), StandardCharsets.UTF_8).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .toList();
  }

  /** Its URL. */
  public String url() {
    return url;
  }

  @Override
  public void close() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }
}
