package io.tongban.federation.calcite;

import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.hub.CanonicalJson;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Digest of an answer. */
final class ResultDigest {
  private ResultDigest() {}

  /**
   * Lower-case hex SHA-256 over the canonical JSON (RFC 8785) of {@code {columns, rows}} as the
   * REST answer carries them.
   */
  static String of(List<AnswerColumn> columns, List<List<Object>> rows) {
    return HexFormat.of().formatHex(CanonicalJson.sha256(Map.of("columns", columns, "rows", rows)));
  }
}
