package io.tongban.connectors.format;

import io.tongban.hub.CanonicalJson;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A row as it came.
 *
 * @param number 1-based, header not counted
 * @param values text by column in the source's order; a value may be null, a column never
 * @param fault why it cannot be mapped, if so
 */
public record RawRow(long number, Map<String, String> values, Optional<RowFault> fault) {
  public RawRow {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A row that can be mapped. */
  public static RawRow of(long number, Map<String, String> values) {
    return new RawRow(number, values, Optional.empty());
  }

  /** A row that cannot. */
  public static RawRow faulty(
      long number, Map<String, String> values, String reason, String message) {
    return new RawRow(number, values, Optional.of(new RowFault(reason, message)));
  }

  /** Lower-case hex SHA-256 over the canonical JSON (RFC 8785) of its values by column. */
  public String hash() {
    return HexFormat.of().formatHex(CanonicalJson.sha256(values));
  }

  /**
   * Why a row cannot be mapped.
   *
   * @param reason code for counting
   * @param message what is wrong, where, and what to do
   */
  public record RowFault(String reason, String message) {}
}
