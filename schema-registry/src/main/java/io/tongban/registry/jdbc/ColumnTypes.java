package io.tongban.registry.jdbc;

import io.tongban.hub.Dialect;
import io.tongban.registry.DataType;
import io.tongban.registry.directory.RecordTable;
import io.tongban.registry.elements.ElementRule;
import java.sql.Types;

/** The column types of standard records on both databases. */
final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * A column's type. Texts are unbounded, so a wider format needs no DDL; on PostgreSQL they are
   * ordered by code point, as the hub's own joins order them.
   */
  static String of(RecordTable.Field field, Dialect dialect) {
    return switch (field.type()) {
      case STRING -> text(dialect);
      case INTEGER -> "BIGINT";
      case DECIMAL -> "NUMERIC(" + ElementRule.MOST_DIGITS + ", " + field.decimals() + ")";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP(6) WITH TIME ZONE";
    };
  }

  static String text(Dialect dialect) {
    return switch (dialect) {
      case H2 -> "VARCHAR";
      case POSTGRESQL -> "TEXT COLLATE \"C\"";
    };
  }

  /**
   * Whether a column as the driver describes it holds the field.
   *
   * @param jdbcType one of {@link Types}
   * @param decimals digits after the point, as the driver gives them
   */
  static boolean holds(RecordTable.Field field, int jdbcType, int decimals) {
    return switch (jdbcType) {
      case Types.VARCHAR, Types.CLOB, Types.LONGVARCHAR -> field.type() == DataType.STRING;
      case Types.BIGINT -> field.type() == DataType.INTEGER;
      case Types.NUMERIC, Types.DECIMAL ->
          field.type() == DataType.DECIMAL && field.decimals() == decimals;
      case Types.BOOLEAN, Types.BIT -> field.type() == DataType.BOOLEAN;
      case Types.DATE -> field.type() == DataType.DATE;
      case Types.TIMESTAMP_WITH_TIMEZONE, Types.TIMESTAMP -> field.type() == DataType.TIMESTAMP;
      default -> false;
    };
  }
}
