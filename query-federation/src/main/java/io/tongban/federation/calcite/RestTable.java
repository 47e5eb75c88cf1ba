package io.tongban.federation.calcite;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.ProblemException;
import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A web service that answers the records of a key. It is asked once for each key, within the
 * query's time; its answers are bounded in bytes and rows, and nothing of them is in an error.
 */
final class RestTable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final int DEFAULT_BYTES = 1 << 20;
  private static final int DEFAULT_ROWS = 1000;

  /** A query that asks more often should have the records loaded by a connector. */
  private static final int MOST_CALLS = 100;

  /** Digits of a decimal, before and after the point; 1e999999 would fill the memory. */
  private static final int MOST_DIGITS = 60;

  private final Resource resource;
  private final ResourceSpec.Rest rest;
  private final Service service;
  private final List<String> keys;
  private final JsonPointer records;
  private final List<Value> values = new ArrayList<>();
  private final boolean unique;

  /** A guarded GET. */
  interface Service {
    /** The answer; nothing where there is no such record. */
    Optional<InputStream> get(String path, long maxBytes, Duration within);
  }

  /**
   * Where a column's value comes from.
   *
   * @param key position in the key that was asked for, or -1
   * @param at place in the record, if it is not what was asked for
   */
  private record Value(Column column, int key, JsonPointer at) {}

  RestTable(Resource resource, Service service) {
    this.resource = resource;
    this.rest = resource.spec().live().rest();
    this.service = service;
    this.keys = rest.keyItems();
    this.records = JsonPointer.compile(rest.rows() == null ? "" : rest.rows());
    Map<String, String> pointers = rest.columns() == null ? Map.of() : rest.columns();
    for (Column column : resource.columns()) {
      String pointer = pointers.get(column.name());
      int key = pointer == null ? keys.indexOf(column.name()) : -1;
      String at = pointer == null ? "/" + column.name() : pointer;
      values.add(new Value(column, key, JsonPointer.compile(at)));
    }
    this.unique = keys.containsAll(resource.spec().key());
  }

  /** The items a question must bind, in the order of a key's values. */
  List<String> keys() {
    return keys;
  }

  /** What is asked, with the items in braces. */
  String path() {
    return rest.path();
  }

  String source() {
    return resource.spec().live().source();
  }

  /**
   * The records of many keys, each asked for once.
   *
   * @param wanted keys with their values in the order of {@link #keys} and the form that plans use;
   *     one with a null has no records
   * @return rows of the resource's columns in their order, in the form that plans use
   */
  List<Object[]> rows(List<List<Object>> wanted, QueryRun run) {
    LinkedHashSet<List<Object>> distinct = new LinkedHashSet<>(wanted);
    distinct.removeIf(key -> key.stream().anyMatch(Objects::isNull));
    if (distinct.size() > MOST_CALLS) {
      throw FederationProblem.TOO_MANY_CALLS
          .problem(
              "the source %s would be asked %d times; at most %d are possible in one query"
                  .formatted(source(), distinct.size(), MOST_CALLS))
          .with("source", source());
    }
    List<Object[]> rows = new ArrayList<>();
    for (List<Object> key : distinct) {
      run.check();
      rows.addAll(rows(key, run.remaining()));
    }
    return rows;
  }

  private List<Object[]> rows(List<Object> key, Duration within) {
    Optional<JsonNode> answer = ask(key, within);
    if (answer.isEmpty() || answer.get().isNull()) {
      return List.of();
    }
    JsonNode found = answer.get().at(records);
    if (found.isMissingNode()) {
      throw misfit("has no records at " + (rest.rows() == null ? "/" : rest.rows()));
    }
    List<JsonNode> all = new ArrayList<>();
    if (found.isArray()) {
      found.forEach(all::add);
    } else if (!found.isNull()) {
      all.add(found);
    }
    requireFew(all.size());
    return all.stream().map(node -> row(node, key)).toList();
  }

  private void requireFew(int rows) {
    if (unique && rows > 1) {
      throw misfit("has several records for one key of " + resource.name());
    }
    int most = Objects.requireNonNullElse(rest.maxRows(), DEFAULT_ROWS);
    if (rows > most) {
      throw misfit("answers more than " + most + " records for one key");
    }
  }

  private Optional<JsonNode> ask(List<Object> key, Duration within) {
    String path = rest.path(item -> segment(key.get(keys.indexOf(item)), item));
    int most = Objects.requireNonNullElse(rest.maxBytes(), DEFAULT_BYTES);
    Optional<InputStream> answer = service.get(path, most, within);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = answer.get()) {
      return Optional.of(JSON.readTree(in)).filter(node -> !node.isMissingNode());
    } catch (IOException notJson) {
      // the parser's message would quote the answer
      throw misfit("does not answer with JSON");
    }
  }

  /** Dots would be a step in the path, and nothing would be another resource. */
  private String segment(Object value, String item) {
    String text =
        value instanceof Integer day && type(item) == DataType.DATE
            ? LocalDate.ofEpochDay(day).toString()
            : String.valueOf(value);
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw FederationProblem.PARAMETER_INVALID
          .problem("the source " + source() + " cannot be asked for such a value of " + item)
          .with("parameter", item);
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private DataType type(String item) {
    return resource.column(item).orElseThrow().type();
  }

  private Object[] row(JsonNode record, List<Object> key) {
    if (!record.isObject()) {
      throw misfit("answers something that is no record");
    }
    Object[] row = new Object[values.size()];
    for (int i = 0; i < row.length; i++) {
      Value value = values.get(i);
      row[i] = value.key() < 0 ? value(record.at(value.at()), value) : key.get(value.key());
    }
    return row;
  }

  private Object value(JsonNode node, Value value) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    try {
      return typed(node, value.column().type());
    } catch (IllegalArgumentException wrong) {
      throw misfit(
              "has a value at %s that is not of the type %s"
                  .formatted(value.at(), value.column().type()))
          .with("column", value.column().name());
    }
  }

  private static Object typed(JsonNode node, DataType type) {
    if (node.isContainerNode()) {
      throw new IllegalArgumentException("no single value");
    }
    return switch (type) {
      case STRING -> text(node);
      case INTEGER, DECIMAL -> SqlTypes.internal(number(node), SqlTypes.name(type));
      case BOOLEAN -> SqlTypes.internal(bool(node), SqlTypes.name(type));
      case DATE, TIMESTAMP -> SqlTypes.internal(onlyText(node), SqlTypes.name(type));
    };
  }

  private static String text(JsonNode node) {
    if (node.isTextual() || node.isIntegralNumber()) {
      return node.asText();
    }
    throw new IllegalArgumentException("no text");
  }

  private static String onlyText(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    throw new IllegalArgumentException("no text");
  }

  private static Object bool(JsonNode node) {
    return node.isBoolean() ? (Object) node.booleanValue() : onlyText(node);
  }

  private static BigDecimal number(JsonNode node) {
    BigDecimal number =
        node.isNumber() ? node.decimalValue() : new BigDecimal(onlyText(node).strip());
    if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
      throw new IllegalArgumentException("too many digits");
    }
    return number;
  }

  private ProblemException misfit(String what) {
    return FederationProblem.SOURCE_MISFIT
        .problem("the source " + source() + " " + what)
        .with("source", source());
  }

  /** A question that does not say which record is meant. */
  ProblemException unbound() {
    String columns = String.join(" and ", keys);
    return FederationProblem.KEY_UNBOUND
        .problem(
            "the resource %s is a web service that is asked by key: bind %s by a value, as in"
                    .formatted(resource.name(), columns)
                + " WHERE "
                + String.join(" = ? AND ", keys)
                + " = ?")
        .with("resource", resource.name())
        .with("columns", keys);
  }
}
