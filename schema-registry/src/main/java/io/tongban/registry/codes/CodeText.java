package io.tongban.registry.codes;

import io.tongban.registry.Code;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How days and successors are written in code lists. */
final class CodeText {
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern COMPACT_DAY = Pattern.compile("\\d{8}");
  private static final Pattern SUCCESSOR = Pattern.compile("([^\\[\\];]+?)(?:\\[(\\d{4})])?");

  private CodeText() {}

  /** The first day of validity: a bare year means its 1 January. Blank is null. */
  static LocalDate firstDay(String text) {
    return day(text, 1, 1);
  }

  /** The last day of validity: a bare year means its 31 December. Blank is null. */
  static LocalDate lastDay(String text) {
    return day(text, 12, 31);
  }

  private static LocalDate day(String text, int month, int day) {
    String plain = text == null ? "" : text.strip();
    if (plain.isEmpty()) {
      return null;
    }
    try {
      if (YEAR.matcher(plain).matches()) {
        return LocalDate.of(Integer.parseInt(plain), month, day);
      }
      return COMPACT_DAY.matcher(plain).matches()
          ? LocalDate.parse(plain, DateTimeFormatter.BASIC_ISO_DATE)
          : LocalDate.parse(plain);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"" + plain + "\" is neither a year nor a day such as 2020 or 2020-06-05", e);
    }
  }

  /** Successors as {@code CODE} or {@code CODE[YEAR]}, oldest first. */
  static List<Code.Successor> successors(List<String> texts) {
    List<Code.Successor> successors = new ArrayList<>();
    for (String text : texts) {
      Matcher matched = SUCCESSOR.matcher(text.strip());
      if (!matched.matches()) {
        throw new IllegalArgumentException(
            "\"" + text.strip() + "\" is not a successor; write CODE or CODE[YEAR]");
      }
      successors.add(new Code.Successor(matched.group(1).strip(), firstDay(matched.group(2))));
    }
    successors.sort(
        Comparator.comparing(Code.Successor::from, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Code.Successor::code));
    return successors;
  }
}
