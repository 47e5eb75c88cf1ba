package io.tongban.registry;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Delimited text as the hub writes it: RFC 4180. A text that a spreadsheet would take for a formula
 * (it begins with {@code = + - @}, a tab or a line break) gets an apostrophe in front. Null is an
 * empty cell, an empty text is {@code ""}.
 */
public final class CsvText {
  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  private CsvText() {}

  /** A line with its end. */
  public static String line(List<?> cells) {
    return cells.stream().map(CsvText::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  /** Only texts are defended: a number may well begin with a minus. */
  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof String string ? text(string) : value.toString();
  }

  private static String text(String value) {
    String safe =
        !value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean quoted =
        safe.isEmpty()
            || safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
