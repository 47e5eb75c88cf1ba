package io.tongban.federation.calcite;

import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.CanonicalWriter;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;

/**
 * Digests the answers of one plan: lower-case hex SHA-256 over the canonical JSON (RFC 8785) of
 * {@code {columns, rows}} as the REST answer carries them. Written value by value, the columns once
 * a plan: this is on the path of every answer.
 */
final class ResultDigest {
  private final String columns;

  ResultDigest(List<AnswerColumn> columns) {
    this.columns = CanonicalJson.text(columns);
  }

  /** The digest of an answer with these rows. */
  String of(List<List<Object>> rows) {
    CanonicalWriter json = new CanonicalWriter();
    json.raw("{\"columns\":").raw(columns).raw(",\"rows\":[");
    for (int i = 0; i < rows.size(); i++) {
      row(json, rows.get(i), i == 0 ? "[" : ",[");
    }
    json.raw("]}");
    return HexFormat.of().formatHex(json.sha256());
  }

  private static void row(CanonicalWriter json, List<Object> row, String opening) {
    json.raw(opening);
    for (int i = 0; i < row.size(); i++) {
      value(i == 0 ? json : json.raw(","), row.get(i));
    }
    json.raw("]");
  }

  /** A value of one of the data types; dates and times are written as they print (ISO 8601). */
  private static void value(CanonicalWriter json, Object value) {
    if (value == null) {
      json.raw("null");
    } else if (value instanceof Long number) {
      json.number(number);
    } else if (value instanceof BigDecimal number) {
      json.number(number);
    } else if (value instanceof Boolean truth) {
      json.raw(truth ? "true" : "false");
    } else {
      json.text(value.toString());
    }
  }
}
