package io.tongban.connectors.mapping;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.IllformedLocaleException;
import java.util.Locale;

/** Declared date patterns. */
public final class DatePattern {
  private DatePattern() {}

  /**
   * A strict, case-blind formatter; {@code yyyy} means what {@code uuuu} does.
   *
   * @param locale BCP 47 tag, null for English
   * @throws IllegalArgumentException if pattern or locale is not valid; its message says why
   */
  public static DateTimeFormatter of(String pattern, String locale) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
    if (pattern.indexOf('y') >= 0 && pattern.indexOf('G') < 0) {
      builder.parseDefaulting(ChronoField.ERA, 1);
    }
    return builder.toFormatter(locale(locale)).withResolverStyle(ResolverStyle.STRICT);
  }

  private static Locale locale(String tag) {
    if (tag == null) {
      return Locale.ENGLISH;
    }
    try {
      return new Locale.Builder().setLanguageTag(tag).build();
    } catch (IllformedLocaleException e) {
      throw new IllegalArgumentException("\"" + tag + "\" is not a BCP 47 language tag", e);
    }
  }
}
