package io.tongban.api.portal;

import io.tongban.api.login.Role;
import io.tongban.certificates.CollectedCertificates;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Label;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What every page needs: who reads it and how, and the reader's form of names, numbers and times.
 *
 * @param language {@code zh} or {@code en}
 * @param large whether large type is on (关怀版)
 * @param path this page's path and query, for links that come back here
 * @param viewer who reads it
 * @param zone the zone times are shown in
 * @param now when the page was made
 * @param example whether this is an example hub
 */
public record Frame(
    String language,
    boolean large,
    String path,
    Viewer viewer,
    ZoneId zone,
    Instant now,
    boolean example) {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /** Whether to offer few choices: large type (关怀版), for who does not work here. */
  public boolean few() {
    return large && viewer.roles().stream().allMatch(role -> role == Role.CITIZEN);
  }

  /** Name of the zone times are shown in. */
  public String zoneName() {
    return zone.getId();
  }

  /** The other language. */
  public String otherLanguage() {
    return language.equals("zh") ? "en" : "zh";
  }

  /** The value of the document's {@code lang}. */
  public String htmlLanguage() {
    return language.equals("zh") ? "zh-CN" : "en-GB";
  }

  /** Whether the path is below a section, for the menu. */
  public boolean in(String section) {
    String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    return section.equals("/") ? plain.equals("/") : plain.startsWith(section);
  }

  /** This page's address as the value of a query parameter. */
  public String here() {
    return encode(path);
  }

  /** A text as the value of a query parameter or a path segment. */
  public String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A label in the reader's language; nothing for null. */
  public String text(Label label) {
    return label == null ? "" : label.in(language);
  }

  /** A number with its thousands grouped. */
  public String number(long value) {
    return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(value);
  }

  /** A time to the minute; a dash for null. */
  public String time(Instant instant) {
    return instant == null ? "–" : MINUTE.format(instant.atZone(zone));
  }

  /** The end of a term to the minute; in words where it has none; a dash for null. */
  public String end(Instant instant) {
    boolean endless = instant != null && !instant.isBefore(CollectedCertificates.NO_END);
    return endless ? language.equals("zh") ? "长期" : "No end" : time(instant);
  }

  /** A time to the second; a dash for null. */
  public String second(Instant instant) {
    return instant == null ? "–" : SECOND.format(instant.atZone(zone));
  }

  /** A time for programs (ISO 8601, UTC). */
  public String machine(Instant instant) {
    return instant == null ? "" : instant.toString();
  }

  /** A day, ISO 8601. */
  public String day(LocalDate date) {
    return date == null ? "–" : date.toString();
  }

  /** The time between two instants, for people. */
  public String between(Instant from, Instant to) {
    return from == null || to == null ? "–" : duration(Duration.between(from, to));
  }

  /** A duration, for people. */
  public String duration(Duration duration) {
    boolean zh = language.equals("zh");
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return Math.max(0, duration.toMillis()) + (zh ? " 毫秒" : " ms");
    }
    if (seconds < 60) {
      return seconds + (zh ? " 秒" : " s");
    }
    return seconds / 60 + (zh ? " 分 " : " min ") + seconds % 60 + (zh ? " 秒" : " s");
  }

  /** A share in per cent with one digit; a dash where there is no whole. */
  public String share(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ENGLISH, "%.1f%%", 100.0 * part / whole);
  }

  /** A value as JSON, for example a receipt that can be saved and verified elsewhere. */
  public String json(Object value) {
    return CanonicalJson.mapper().valueToTree(value).toPrettyString();
  }

  /** What a cell shows for a value that may be missing. */
  public String orDash(Object value) {
    return value == null || value.toString().isBlank() ? "–" : value.toString();
  }
}
