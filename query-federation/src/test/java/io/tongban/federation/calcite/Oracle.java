package io.tongban.federation.calcite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a policy must come to: an H2 database that physically holds only the rows, columns and
 * masked values the caller may see. It shares no code with the hub.
 */
final class Oracle implements AutoCloseable {
  /** Names are case-blind as in the hub, and LIKE has no escape unless it names one. */
  private static final String SETTINGS = ";CASE_INSENSITIVE_IDENTIFIERS=TRUE;DEFAULT_ESCAPE=";

  private final Connection connection;

  /** An empty one. */
  Oracle() {
    try {
      connection = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID() + SETTINGS);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies of what {@link Departments#policy} lets a caller of region 31 see. */
  Oracle(int persons) {
    this();
    try {
      fill(persons);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill(int persons) throws SQLException {
    run("CREATE TABLE persons (id VARCHAR, name VARCHAR, region VARCHAR, seq BIGINT, born DATE)");
    run("CREATE TABLE jobs (person VARCHAR, employer VARCHAR, region VARCHAR)");
    run("CREATE TABLE homes (owner VARCHAR, address VARCHAR, rooms INTEGER)");
    for (int i = 0; i < persons; i++) {
      if (Departments.region(i).equals("31")) {
        run(
            "INSERT INTO persons VALUES ('p%d', '%s', '31', %d, DATE '19%02d-01-01')"
                .formatted(i, masked(Departments.name(i)), i, 50 + i % 50));
        run("INSERT INTO jobs VALUES ('p%d', '%s', '31')".formatted(i, Departments.employer(i)));
      }
      if (i % 2 == 0) {
        run("INSERT INTO homes VALUES ('p%d', '***', %s)".formatted(i, Departments.rooms(i)));
      }
    }
  }

  private static String masked(String name) {
    return name.length() <= 2
        ? "*".repeat(name.length())
        : name.charAt(0) + "*".repeat(name.length() - 2) + name.charAt(name.length() - 1);
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Makes a copy that holds just these rows. */
  void add(String create, String insert, List<Object[]> rows) throws SQLException {
    run(create);
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 1, row[i]);
        }
        statement.executeUpdate();
      }
    }
  }

  /** The rows of a query, each as comparable text. */
  List<String> rows(String sql) {
    try {
      return read(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** As {@link #rows}; fails with the database's own error. */
  List<String> read(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(value(result, i));
        }
        rows.add(Literals.text(row));
      }
      return rows;
    }
  }

  private static Object value(ResultSet row, int at) throws SQLException {
    switch (row.getMetaData().getColumnType(at)) {
      case Types.DATE:
        return row.getObject(at, LocalDate.class);
      case Types.TIMESTAMP:
        LocalDateTime time = row.getObject(at, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
      default:
        return row.getObject(at);
    }
  }

  static List<String> texts(QueryEngine.Rows rows) {
    return rows.rows().stream().map(Literals::text).toList();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
