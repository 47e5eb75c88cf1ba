package io.tongban.federation.calcite;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a policy must come to: an H2 database that physically holds only the rows, columns and
 * masked values the caller may see. It shares no code with the hub.
 */
final class Oracle implements AutoCloseable {
  private final Connection connection;

  Oracle(int persons) {
    try {
      connection = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID());
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

  /** The rows of a query, each as comparable text. */
  List<String> rows(String sql) {
    try (var statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getObject(i));
        }
        rows.add(text(row));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static List<String> texts(QueryEngine.Rows rows) {
    return rows.rows().stream().map(Oracle::text).toList();
  }

  private static String text(List<Object> row) {
    List<String> values = new ArrayList<>();
    for (Object value : row) {
      values.add(
          value instanceof Number
              ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()
              : String.valueOf(value));
    }
    return values.toString();
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
