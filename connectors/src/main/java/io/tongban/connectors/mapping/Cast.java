package io.tongban.connectors.mapping;

import io.tongban.registry.Column;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Makes a value of a column's type from text. */
final class Cast {
  /** Longer numbers are no data, and their digits could fill the memory. */
  private static final int MOST_DIGITS = 100;

  private final Column column;
  private final Optional<DateTimeFormatter> pattern;
  private final String patternText;
  private final ZoneId zone;

  /**
   * @param pattern of dates, null for ISO 8601
   * @param zone of times without one
   */
  Cast(Column column, String pattern, String locale, ZoneId zone) {
    this.column = column;
    this.patternText = pattern;
    this.pattern = Optional.ofNullable(pattern).map(p -> DatePattern.of(p, locale));
    this.zone = zone;
  }

  /** A value, or why there is none: exactly one of the two is null. */
  record Result(Object value, Rejection rejection) {}

  Result cast(String text) {
    return switch (column.type()) {
      case STRING -> string(text);
      case INTEGER -> integer(text);
      case DECIMAL -> decimal(text);
      case BOOLEAN -> bool(text);
      case DATE -> date(text);
      case TIMESTAMP -> timestamp(text);
    };
  }

  private Result string(String text) {
    int length = text.codePointCount(0, text.length());
    if (column.length() > 0 && length > column.length()) {
      return no(
          "too-long",
          "the text has %d characters, the item takes %d".formatted(length, column.length()));
    }
    // U+0000 and half surrogate pairs cannot be stored everywhere, and mean nothing
    if (text.indexOf('\0') >= 0 || halfPair(text)) {
      return no("not-text", "the text holds U+0000 or half a surrogate pair; have it sent again");
    }
    return new Result(text, null);
  }

  private static boolean halfPair(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private Result integer(String text) {
    try {
      return new Result(new BigDecimal(TextStep.trim(text)).longValueExact(), null);
    } catch (ArithmeticException | NumberFormatException e) {
      return no("not-an-integer", "the text is not a whole number of at most 18 digits");
    }
  }

  private Result decimal(String text) {
    try {
      BigDecimal number = new BigDecimal(TextStep.trim(text));
      if (number.precision() <= MOST_DIGITS && Math.abs((long) number.scale()) <= MOST_DIGITS) {
        return new Result(number, null);
      }
    } catch (NumberFormatException e) {
      // told below, as for numbers that are too long
    }
    return no("not-a-number", "the text is not a number; write 1234.5, without thousands marks");
  }

  private Result bool(String text) {
    return switch (TextStep.trim(text).toLowerCase(Locale.ROOT)) {
      case "true", "yes", "y", "1", "是" -> new Result(true, null);
      case "false", "no", "n", "0", "否" -> new Result(false, null);
      default -> no("not-a-boolean", "the text is none of true, false, yes, no, 1, 0, 是, 否");
    };
  }

  private Result date(String text) {
    try {
      String day = TextStep.trim(text);
      return new Result(
          pattern.isPresent() ? LocalDate.parse(day, pattern.get()) : LocalDate.parse(day), null);
    } catch (DateTimeException e) {
      return no("not-a-date", "the text is not a date like " + wanted("2016-06-17"));
    }
  }

  private Result timestamp(String text) {
    try {
      return new Result(instant(TextStep.trim(text)), null);
    } catch (DateTimeException e) {
      return no("not-a-time", "the text is not a time like " + wanted("2016-06-17T09:30:00Z"));
    }
  }

  private Instant instant(String text) {
    DateTimeFormatter formatter = pattern.orElse(DateTimeFormatter.ISO_DATE_TIME);
    TemporalAccessor parsed =
        formatter.parseBest(
            text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (parsed instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    }
    if (parsed instanceof OffsetDateTime offset) {
      return offset.toInstant();
    }
    LocalDateTime local =
        parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay();
    return local.atZone(zone).toInstant();
  }

  private String wanted(String iso) {
    return patternText == null
        ? iso + "; declare dateFormat if the source writes it otherwise"
        : "the declared pattern " + patternText;
  }

  private Result no(String reason, String message) {
    return new Result(null, new Rejection(reason, column.name(), message));
  }
}
