package io.tongban.federation.calcite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.sql.type.SqlTypeName;

/** The SQL one source is sent, compiled once; run with each call's values. */
final class SourceStatement implements Function1<DataContext, Enumerable<Object>> {
  private final SourceDatabase database;
  private final String sql;
  private final Parameter[] parameters;
  private final SqlTypeName[] columns;
  private final boolean unbounded;

  /**
   * A parameter of the statement.
   *
   * @param index in the plan
   */
  record Parameter(int index, SqlTypeName type) {}

  SourceStatement(
      SourceDatabase database,
      String sql,
      List<Parameter> parameters,
      List<SqlTypeName> columns,
      boolean unbounded) {
    this.database = database;
    this.sql = sql;
    this.parameters = parameters.toArray(Parameter[]::new);
    this.columns = columns.toArray(SqlTypeName[]::new);
    this.unbounded = unbounded;
  }

  SourceDatabase database() {
    return database;
  }

  String sql() {
    return sql;
  }

  /** Whether it reads whole tables; such answers are streamed. */
  boolean unbounded() {
    return unbounded;
  }

  @Override
  public Enumerable<Object> apply(DataContext context) {
    QueryRun run = (QueryRun) context;
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<Object> enumerator() {
        return new SourceRows(SourceStatement.this, run);
      }
    };
  }

  void bind(PreparedStatement statement, QueryRun run) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, run.parameter(parameters[i].index()), parameters[i].type());
    }
  }

  private static void bind(PreparedStatement statement, int at, Object value, SqlTypeName type)
      throws SQLException {
    if (value == null) {
      statement.setNull(at, jdbcType(type));
    } else if (value instanceof String text) {
      statement.setString(at, text);
    } else if (value instanceof Long number) {
      statement.setLong(at, number);
    } else if (type == SqlTypeName.DATE) {
      statement.setObject(at, LocalDate.ofEpochDay(((Number) value).longValue()));
    } else {
      statement.setObject(at, value);
    }
  }

  private static int jdbcType(SqlTypeName type) {
    return switch (type) {
      case BIGINT, INTEGER, SMALLINT, TINYINT -> Types.BIGINT;
      case DECIMAL, DOUBLE, FLOAT, REAL -> Types.NUMERIC;
      case BOOLEAN -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      default -> Types.VARCHAR;
    };
  }

  /** A row as compiled plans expect it: the value alone where there is one column. */
  Object read(ResultSet row) throws SQLException {
    if (columns.length == 1) {
      return value(row, 1, columns[0]);
    }
    Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(row, i + 1, columns[i]);
    }
    return values;
  }

  private Object value(ResultSet row, int at, SqlTypeName type) throws SQLException {
    try {
      return typed(row, at, type);
    } catch (SQLException | java.time.DateTimeException | ArithmeticException wrong) {
      throw SourceFaults.value(database, row.getMetaData().getColumnLabel(at), type, wrong);
    }
  }

  private Object typed(ResultSet row, int at, SqlTypeName type) throws SQLException {
    switch (type) {
      case BIGINT:
        long number = row.getLong(at);
        return row.wasNull() ? null : (Object) number;
      case DECIMAL:
        var decimal = row.getBigDecimal(at);
        return decimal == null ? null : SqlTypes.plain(decimal);
      case BOOLEAN:
        boolean flag = row.getBoolean(at);
        return row.wasNull() ? null : (Object) flag;
      case DATE:
        LocalDate date = row.getObject(at, LocalDate.class);
        return date == null ? null : (Object) (int) date.toEpochDay();
      case TIMESTAMP:
        var timestamp = row.getTimestamp(at, calendar());
        return timestamp == null ? null : (Object) timestamp.getTime();
      default:
        return row.getString(at);
    }
  }

  private Calendar calendar() {
    return new GregorianCalendar(TimeZone.getTimeZone(database.zone()), Locale.ROOT);
  }
}
