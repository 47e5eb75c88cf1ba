package io.tongban.connectors.inspect;

import io.tongban.connectors.mapping.DatePattern;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Tells how days and moments are written. */
final class DateFormats {
  /** A share of the values that is enough; the others go into the quarantine. */
  private static final double ENOUGH = 0.9;

  private static final List<String> DAYS =
      List.of(
          "uuuu-MM-dd",
          "uuuu-M-d",
          "uuuu/M/d",
          "uuuuMMdd",
          "uuuu年M月d日",
          "uuuu.M.d",
          "d-MMM-uu",
          "d-MMM-uuuu",
          "d MMM uuuu",
          "d MMMM uuuu",
          "d/M/uuuu",
          "M/d/uuuu",
          "d.M.uuuu");
  private static final List<String> MOMENTS =
      List.of(
          "uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX]",
          "uuuu-M-d H:mm:ss",
          "uuuu-M-d H:mm",
          "uuuu/M/d H:mm",
          "uuuu/M/d H:mm:ss",
          "uuuuMMddHHmmss",
          "d/M/uuuu H:mm",
          "d-MMM-uu H:mm");
  private static final String ISO_DAY = "uuuu-MM-dd";

  private DateFormats() {}

  /**
   * A way of writing.
   *
   * @param pattern as in {@code dateFormat}; null for ISO 8601
   */
  record Found(boolean moment, String pattern) {}

  /** How the values are written; nothing if they are no days. */
  static Optional<Found> of(Collection<String> values) {
    Optional<String> day = best(DAYS, values);
    if (day.isPresent()) {
      return day.map(p -> new Found(false, ISO_DAY.equals(p) ? null : p));
    }
    return best(MOMENTS, values).map(p -> new Found(true, p.contains("'T'") ? null : p));
  }

  private static Optional<String> best(List<String> patterns, Collection<String> values) {
    String best = null;
    double most = ENOUGH;
    for (String pattern : patterns) {
      DateTimeFormatter formatter = DatePattern.of(pattern, null);
      double share =
          values.stream().filter(v -> day(v, formatter)).count() / (double) values.size();
      if (share >= most && (best == null || share > most)) {
        best = pattern;
        most = share;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Years that no register of today has are numbers that happen to look like days. */
  private static boolean day(String value, DateTimeFormatter formatter) {
    if (value.length() < 6 || value.length() > 32) {
      return false;
    }
    try {
      TemporalAccessor parsed = formatter.parse(value);
      LocalDate day = parsed.query(TemporalQueries.localDate());
      return day != null && day.getYear() >= 1850 && day.getYear() <= 2120;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
