package io.tongban.certificates.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Statements of what happens at each issue and verification, where Jdbi's reading of SQL and
 * records showed among the costs.
 */
final class Sql {
  private Sql() {}

  /** A row's or value's key is there already. */
  static final class DuplicateKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DuplicateKey(SQLException cause) {
      super("the key is there already (SQLSTATE " + cause.getSQLState() + ")", cause);
    }
  }

  /** What one row says. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /**
   * Executes a statement.
   *
   * @param values in the order of the statement's question marks; null for NULL
   * @return how many rows it changed
   * @throws DuplicateKey where a unique key is there already
   */
  static int update(Connection connection, String sql, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith("23")) {
        throw new DuplicateKey(e);
      }
      throw failed(e);
    }
  }

  /** The first row of a query's answer. */
  static <T> Optional<T> first(DataSource pool, String sql, Row<T> row, Object... values) {
    List<T> rows = list(pool, 1, sql, row, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** The rows of a query's answer. */
  static <T> List<T> list(DataSource pool, String sql, Row<T> row, Object... values) {
    return list(pool, Integer.MAX_VALUE, sql, row, values);
  }

  private static <T> List<T> list(
      DataSource pool, int limit, String sql, Row<T> row, Object... values) {
    List<T> rows = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet found = statement.executeQuery()) {
        while (rows.size() < limit && found.next()) {
          rows.add(row.of(found));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException(
        "the certificates' database failed (SQLSTATE " + e.getSQLState() + ")", e);
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      statement.setObject(
          i + 1,
          value instanceof Instant instant
              ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC)
              : value);
    }
  }
}
