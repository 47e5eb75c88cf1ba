package io.tongban.api.avatica;

import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.FederationProblem;
import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.TypedValue;

/** The hub's data types in JDBC, and their values as Avatica carries them. */
final class JdbcTypes {
  private static final int TEXT = 65_536;
  private static final int NUMBER = 38;
  private static final int SCALE = 12;

  private JdbcTypes() {}

  /** The {@link Types} code. */
  static int code(DataType type) {
    return switch (type) {
      case STRING -> Types.VARCHAR;
      case INTEGER -> Types.BIGINT;
      case DECIMAL -> Types.DECIMAL;
      case BOOLEAN -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      case TIMESTAMP -> Types.TIMESTAMP;
    };
  }

  static String name(DataType type) {
    return switch (type) {
      case STRING -> "VARCHAR";
      case INTEGER -> "BIGINT";
      case DECIMAL -> "DECIMAL";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP";
    };
  }

  /** Digits or characters at most. */
  static int precision(DataType type) {
    return switch (type) {
      case STRING -> TEXT;
      case INTEGER -> 19;
      case DECIMAL -> NUMBER;
      case BOOLEAN -> 1;
      case DATE -> 10;
      case TIMESTAMP -> 23;
    };
  }

  static int scale(DataType type) {
    return type == DataType.DECIMAL ? SCALE : type == DataType.TIMESTAMP ? 3 : 0;
  }

  private static Rep rep(DataType type) {
    return switch (type) {
      case STRING -> Rep.STRING;
      case INTEGER, TIMESTAMP -> Rep.LONG;
      case DECIMAL -> Rep.NUMBER;
      case BOOLEAN -> Rep.BOOLEAN;
      case DATE -> Rep.INTEGER;
    };
  }

  private static Class<?> javaClass(DataType type) {
    return switch (type) {
      case STRING -> String.class;
      case INTEGER -> Long.class;
      case DECIMAL -> BigDecimal.class;
      case BOOLEAN -> Boolean.class;
      case DATE -> java.sql.Date.class;
      case TIMESTAMP -> java.sql.Timestamp.class;
    };
  }

  static ColumnMetaData column(int ordinal, String name, DataType type) {
    return new ColumnMetaData(
        ordinal,
        false,
        type == DataType.STRING,
        true,
        false,
        DatabaseMetaData.columnNullable,
        type == DataType.INTEGER || type == DataType.DECIMAL,
        precision(type),
        name,
        name,
        "",
        precision(type),
        scale(type),
        "",
        "",
        ColumnMetaData.scalar(code(type), name(type), rep(type)),
        true,
        false,
        false,
        javaClass(type).getName());
  }

  static Meta.Signature signature(String sql, List<AnswerColumn> columns, List<DataType> asked) {
    List<ColumnMetaData> described = new ArrayList<>();
    for (AnswerColumn column : columns) {
      described.add(column(described.size(), column.name(), column.type()));
    }
    List<AvaticaParameter> parameters = new ArrayList<>();
    for (DataType type : asked) {
      parameters.add(
          new AvaticaParameter(
              true,
              precision(type),
              scale(type),
              code(type),
              name(type),
              javaClass(type).getName(),
              "?" + (parameters.size() + 1)));
    }
    return Meta.Signature.create(
        described, sql, parameters, Meta.CursorFactory.ARRAY, Meta.StatementType.SELECT);
  }

  /** Rows as a frame carries them: days and milliseconds since 1970 in UTC for dates and times. */
  static List<Object> rows(List<List<Object>> rows) {
    List<Object> carried = new ArrayList<>(rows.size());
    for (List<Object> row : rows) {
      carried.add(row.stream().map(JdbcTypes::carried).toArray());
    }
    return carried;
  }

  private static Object carried(Object value) {
    if (value instanceof LocalDate date) {
      return (int) date.toEpochDay();
    }
    return value instanceof Instant instant ? (Object) instant.toEpochMilli() : value;
  }

  /** A parameter's value as federation takes it. */
  static Object parameter(TypedValue value, DataType type, int number) {
    if (value == null || value.value == null) {
      return null;
    }
    Object given = value.value;
    if (given instanceof Number days && type == DataType.DATE) {
      return LocalDate.ofEpochDay(days.longValue());
    }
    if (given instanceof Number millis && type == DataType.TIMESTAMP) {
      return Instant.ofEpochMilli(millis.longValue());
    }
    if (given instanceof String || given instanceof Number || given instanceof Boolean) {
      return given;
    }
    throw FederationProblem.PARAMETER_INVALID.problem(
        "parameter " + number + " is neither text nor number nor true or false nor a date");
  }
}
