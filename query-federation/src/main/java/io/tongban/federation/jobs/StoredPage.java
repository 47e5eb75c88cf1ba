package io.tongban.federation.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.Readings.Piece;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.RowRef;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A piece of an answer as bytes. Numbers are kept as text, so that they come back as they were. */
final class StoredPage {
  private StoredPage() {}

  static byte[] bytes(Piece piece) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    var rows = page.putArray("rows");
    for (List<Object> row : piece.rows()) {
      var cells = rows.addArray();
      row.forEach(value -> cells.add(value == null ? null : text(value)));
    }
    var sources = page.putArray("sources");
    for (RowRef source : piece.sources()) {
      sources.addArray().add(source.resource()).add(source.key());
    }
    page.put("upTo", piece.upTo()).put("last", piece.last()).put("truncated", piece.truncated());
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toString() : value.toString();
  }

  static Piece piece(byte[] bytes, List<AnswerColumn> columns) {
    JsonNode page = CanonicalJson.read(bytes);
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode cells : page.path("rows")) {
      List<Object> row = new ArrayList<>(columns.size());
      for (int i = 0; i < columns.size(); i++) {
        row.add(value(cells.get(i), columns.get(i)));
      }
      rows.add(row);
    }
    List<RowRef> sources = new ArrayList<>();
    page.path("sources")
        .forEach(s -> sources.add(new RowRef(s.get(0).textValue(), s.get(1).textValue())));
    return new Piece(
        columns,
        rows,
        sources,
        page.path("upTo").longValue(),
        page.path("last").booleanValue(),
        page.path("truncated").booleanValue());
  }

  private static Object value(JsonNode cell, AnswerColumn column) {
    if (cell.isNull()) {
      return null;
    }
    String text = cell.textValue();
    return switch (column.type()) {
      case STRING -> text;
      case INTEGER -> Long.valueOf(text);
      case DECIMAL -> new BigDecimal(text);
      case BOOLEAN -> Boolean.valueOf(text);
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> Instant.parse(text);
    };
  }
}
