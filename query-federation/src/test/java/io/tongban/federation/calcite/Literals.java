package io.tongban.federation.calcite;

import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Values as SQL writes them, and as comparable text. */
final class Literals {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

  private Literals() {}

  static String sql(Object value, DataType type) {
    if (value == null) {
      return "CAST(NULL AS " + sqlType(type) + ")";
    }
    return switch (type) {
      case STRING -> "'" + value.toString().replace("'", "''") + "'";
      case INTEGER, BOOLEAN -> value.toString();
      case DECIMAL -> ((BigDecimal) value).toPlainString();
      case DATE -> "DATE '" + value + "'";
      case TIMESTAMP ->
          "TIMESTAMP '"
              + TIMESTAMP.format(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC))
              + "'";
    };
  }

  /** A pattern of LIKE, without escapes, as a regular expression. */
  static String regex(String like) {
    StringBuilder regex = new StringBuilder("\\A");
    like.codePoints()
        .forEach(
            c ->
                regex.append(
                    c == '%' ? ".*" : c == '_' ? "." : "\\x{" + Integer.toHexString(c) + "}"));
    return regex.append("\\z").toString();
  }

  static String sqlType(DataType type) {
    return switch (type) {
      case STRING -> "VARCHAR";
      case INTEGER -> "BIGINT";
      case DECIMAL -> "DECIMAL(38, 12)";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP(3)";
    };
  }

  /** A row as one text; equal rows, and only they, have equal texts. */
  static String text(List<Object> row) {
    List<String> values = new ArrayList<>();
    row.forEach(value -> values.add(text(value)));
    return values.toString();
  }

  private static String text(Object value) {
    if (value instanceof Number number) {
      BigDecimal plain = new BigDecimal(number.toString()).stripTrailingZeros();
      return plain.signum() == 0 ? "0" : plain.toPlainString();
    }
    if (value instanceof String text) {
      return "'" + text.replace("'", "''") + "'";
    }
    return value instanceof LocalDate date ? date.toString() : String.valueOf(value);
  }
}
