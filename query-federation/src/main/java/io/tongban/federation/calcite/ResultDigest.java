package io.tongban.federation.calcite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.hub.CanonicalJson;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;

/** Digest of an answer. */
final class ResultDigest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ResultDigest() {}

  /**
   * Lower-case hex SHA-256 over the canonical JSON (RFC 8785) of {@code {columns, rows}} as the
   * REST answer carries them. The tree is built by hand: this is on the path of every answer.
   */
  static String of(List<AnswerColumn> columns, List<List<Object>> rows) {
    ObjectNode document = JSON.objectNode();
    ArrayNode header = document.putArray("columns");
    for (AnswerColumn column : columns) {
      header
          .addObject()
          .put("name", column.name())
          .put("type", column.type().name())
          .put("masked", column.masked());
    }
    ArrayNode body = document.putArray("rows");
    for (List<Object> row : rows) {
      ArrayNode cells = body.addArray();
      row.forEach(value -> cells.add(node(value)));
    }
    return HexFormat.of().formatHex(CanonicalJson.sha256(document));
  }

  /** A value of one of the data types; dates and times are written as they print (ISO 8601). */
  private static JsonNode node(Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof Long number) {
      return JSON.numberNode(number);
    }
    if (value instanceof BigDecimal number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    return JSON.textNode(value.toString());
  }
}
