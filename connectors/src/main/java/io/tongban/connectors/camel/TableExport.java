package io.tongban.connectors.camel;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.mapping.RowMapper;
import io.tongban.connectors.mapping.TableColumns;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/**
 * Writes the rows of a query as one JSON object a line, columns in lower case, values as text: days
 * and times in ISO 8601, numbers in plain digits.
 */
public final class TableExport {
  private static final int FETCH = 1000;
  private final String source;
  private final DataSource pool;

  /**
   * @param source its name, for messages
   */
  public TableExport(String source, DataSource pool) {
    this.source = source;
    this.pool = pool;
  }

  /** Writes the rows of a SELECT. */
  public void write(String query, OutputStream target) throws IOException {
    try (Connection connection = open()) {
      // PostgreSQL's driver streams only inside a transaction
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH);
        try (ResultSet rows = statement.executeQuery(query)) {
          lines(rows, target);
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw ConnectorProblem.QUERY_FAILED.problem(
          "the query on source \"%s\" failed (SQL state %s)".formatted(source, e.getSQLState()), e);
    }
  }

  private Connection open() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw HubProblem.SOURCE_UNREACHABLE.problem(
          "no connection to the database of source \"" + source + "\"", e);
    }
  }

  private static void lines(ResultSet rows, OutputStream target) throws SQLException, IOException {
    ResultSetMetaData columns = rows.getMetaData();
    JsonGenerator json =
        CanonicalJson.mapper()
            .getFactory()
            .createGenerator(target)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
    while (rows.next()) {
      json.writeStartObject();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        json.writeStringField(
            TableColumns.normal(columns.getColumnLabel(i)), text(rows, columns, i));
      }
      json.writeEndObject();
    }
    json.close();
  }

  private static String text(ResultSet rows, ResultSetMetaData columns, int index)
      throws SQLException {
    Object value =
        switch (columns.getColumnType(index)) {
          case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(index, OffsetDateTime.class);
          case Types.TIMESTAMP -> rows.getObject(index, LocalDateTime.class);
          case Types.DATE -> rows.getObject(index, LocalDate.class);
          case Types.NUMERIC, Types.DECIMAL -> rows.getBigDecimal(index);
          default -> rows.getString(index);
        };
    return value instanceof OffsetDateTime time
        ? time.toInstant().toString()
        : value == null ? null : RowMapper.text(value);
  }
}
