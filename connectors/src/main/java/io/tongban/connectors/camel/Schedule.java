package io.tongban.connectors.camel;

import java.text.ParseException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.quartz.CronExpression;

/**
 * When a connector runs by itself.
 *
 * @param every the period, or null
 * @param cron the cron expression of Quartz (six or seven fields), or null
 */
public record Schedule(Duration every, String cron) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * Reads {@code 15m}, {@code 2h}, {@code 30s}, {@code 1d}, an ISO 8601 duration or a cron
   * expression; nothing if the text is none of them.
   */
  public static Optional<Schedule> parse(String text) {
    String trimmed = text.strip();
    return trimmed.indexOf(' ') >= 0 ? cron(trimmed) : duration(trimmed);
  }

  private static Optional<Schedule> cron(String text) {
    try {
      CronExpression.validateExpression(text);
      return Optional.of(new Schedule(null, text));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Schedule> duration(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String iso = upper.startsWith("P") ? upper : upper.endsWith("D") ? "P" + upper : "PT" + upper;
    try {
      Duration every = Duration.parse(iso);
      return every.compareTo(SHORTEST) < 0
          ? Optional.empty()
          : Optional.of(new Schedule(every, null));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
