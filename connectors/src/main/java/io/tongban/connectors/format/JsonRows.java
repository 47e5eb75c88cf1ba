package io.tongban.connectors.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What both JSON formats share: limits, and objects as rows. */
final class JsonRows {
  private static final int DEEPEST = 64;

  /** Longer than any cell may be by default, so that one overlong text spoils its row only. */
  private static final int MOST_CHARACTERS = 1 << 24;

  private static final int MOST_DIGITS = 200;

  private static final int REPLACEMENT = 0xFFFD;

  private JsonRows() {}

  static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(MOST_CHARACTERS)
                    .maxNumberLength(MOST_DIGITS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        // 1.10 stays 1.10
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /**
   * An object's members by name; a member of a nested object is called {@code outer/inner}, an
   * array is its JSON text.
   */
  static Map<String, String> columns(JsonNode object) {
    Map<String, String> columns = new LinkedHashMap<>();
    flatten("", object, columns);
    return columns;
  }

  private static void flatten(String prefix, JsonNode object, Map<String, String> columns) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      String name = prefix + member.getKey();
      if (value.isObject()) {
        flatten(name + "/", value, columns);
      } else {
        columns.put(name, text(value));
      }
    }
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    // not asText: a decimal must keep the digits it came with
    return value.isBigDecimal()
        ? value.decimalValue().toString()
        : value.isValueNode() ? value.asText() : value.toString();
  }

  static RawRow row(long number, JsonNode value) {
    if (!value.isObject()) {
      return RawRow.faulty(
          number,
          Map.of("(value)", whole(value.toString())),
          "not-an-object",
          "record %d is not a JSON object; send one object a record".formatted(number));
    }
    Map<String, String> columns = columns(value);
    Map<String, String> sound = new LinkedHashMap<>();
    columns.forEach((name, text) -> sound.put(whole(name), whole(text)));
    return sound.equals(columns)
        ? RawRow.of(number, columns)
        : RawRow.faulty(
            number,
            sound,
            "not-text",
            "record %d holds half a surrogate pair, which is no character".formatted(number));
  }

  /** JSON can escape half a surrogate pair, which no encoding can hold. */
  private static String whole(String text) {
    if (text == null || text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder whole = new StringBuilder();
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  /** Names of the columns that {@link #tree} adds. */
  static final String LEVEL = "(level)";

  private static final String PARENT = "parent/";

  /**
   * Gives a record and those it holds to a sink, each before its children.
   *
   * @param last number of the last row before
   * @return number of the last row, negative if the sink wants no more
   */
  static long tree(long last, JsonNode value, String children, RowSink sink) {
    return branch(last, value, children, 1, Map.of(), sink);
  }

  private static long branch(
      long last,
      JsonNode value,
      String children,
      int level,
      Map<String, String> parent,
      RowSink sink) {
    JsonNode below = value instanceof ObjectNode object ? object.remove(children) : null;
    RawRow own = row(last + 1, value);
    Map<String, String> columns = new LinkedHashMap<>(own.values());
    columns.put(LEVEL, Integer.toString(level));
    parent.forEach((name, text) -> columns.put(PARENT + name, text));
    if (!sink.row(new RawRow(own.number(), columns, own.fault()))) {
      return -1;
    }
    long number = last + 1;
    if (below != null && below.isArray()) {
      for (JsonNode child : below) {
        number = branch(number, child, children, level + 1, own.values(), sink);
        if (number < 0) {
          return number;
        }
      }
    }
    return number;
  }

  static String place(JsonLocation location) {
    return location == null
        ? "at its beginning"
        : "at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
