package io.tongban.hub;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A problem document (RFC 9457): what happened, where, what to do.
 *
 * @param type {@code urn:tongban:problem:<code>}
 * @param code the catalogue code, kebab-case
 * @param status HTTP status
 * @param title what kind of thing happened
 * @param detail what happened this time and where; no secrets, no personal data
 * @param remedy what the reader can do
 * @param extensions further members, in order; values that Jackson can write
 */
public record Problem(
    URI type,
    String code,
    int status,
    Label title,
    String detail,
    Label remedy,
    Map<String, Object> extensions) {
  public Problem {
    Objects.requireNonNull(code);
    Objects.requireNonNull(detail);
    extensions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** A problem of a catalogue code without extension members. */
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(
        URI.create("urn:tongban:problem:" + code.code()),
        code.code(),
        code.status(),
        code.title(),
        detail,
        code.remedy(),
        Map.of());
  }

  /** This problem with one more extension member. */
  public Problem with(String name, Object value) {
    var more = new LinkedHashMap<>(extensions);
    more.put(name, value);
    return new Problem(type, code, status, title, detail, remedy, more);
  }
}
