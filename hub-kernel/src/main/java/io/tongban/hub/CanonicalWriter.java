package io.tongban.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.erdtman.jcs.NumberToJSON;

/**
 * Writes JSON in canonical form (RFC 8785, section 3.2), from a tree or value by value. The library
 * canonicalises texts only, so that every value would be written, parsed and written again; this is
 * on the path of every access. Numbers are left to the library.
 *
 * <p>Who writes value by value sees to it that members come in the order of their names.
 */
public final class CanonicalWriter {
  private static final long SAFE_INTEGER = 1L << 53;
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private final StringBuilder out = new StringBuilder(256);

  /** The canonical text of a tree. */
  static String write(JsonNode tree) {
    CanonicalWriter writer = new CanonicalWriter();
    writer.value(tree);
    return writer.out.toString();
  }

  /** Writes a piece that is canonical JSON already, such as brackets and commas. */
  public CanonicalWriter raw(String json) {
    out.append(json);
    return this;
  }

  /**
   * Writes a text.
   *
   * @throws IllegalArgumentException if it holds half a surrogate pair, which JSON cannot carry
   */
  public CanonicalWriter text(String text) {
    string(text);
    return this;
  }

  /** Writes a whole number, as an IEEE 754 double prints where it is beyond ±2^53. */
  public CanonicalWriter number(long number) {
    if (safe(number)) {
      out.append(number);
    } else {
      number((double) number);
    }
    return this;
  }

  /** Writes a number as the IEEE 754 double nearest to it prints, which is what the RFC asks. */
  public CanonicalWriter number(BigDecimal number) {
    number(number.doubleValue());
    return this;
  }

  /** SHA-256 over what was written, as UTF-8. */
  public byte[] sha256() {
    return CanonicalJson.sha256(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void value(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case STRING, BINARY -> string(node.asText());
      case NUMBER -> number(node);
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL, MISSING -> out.append("null");
      case POJO -> throw new IllegalArgumentException("the value cannot be written as JSON");
    }
  }

  /** Members in the order of their names' UTF-16 code units, which is how Java compares strings. */
  private void object(JsonNode node) {
    List<String> names = new ArrayList<>(node.size());
    node.fieldNames().forEachRemaining(names::add);
    names.sort(null);
    char separator = '{';
    for (String name : names) {
      out.append(separator);
      string(name);
      out.append(':');
      value(node.get(name));
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private void array(JsonNode node) {
    out.append('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      value(node.get(i));
    }
    out.append(']');
  }

  private void number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong() && safe(node.longValue())) {
      out.append(node.longValue());
      return;
    }
    number(node.doubleValue());
  }

  private void number(double number) {
    try {
      out.append(NumberToJSON.serializeNumber(number));
    } catch (IOException e) {
      throw new IllegalArgumentException("the value cannot be written as JSON", e);
    }
  }

  private static boolean safe(long value) {
    return value >= -SAFE_INTEGER && value <= SAFE_INTEGER;
  }

  /** Most texts need no escape; those are copied as they are. */
  private void string(String text) {
    out.append('"');
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        out.append(text, copied, i);
        escape(c);
        copied = i + 1;
      } else if (Character.isSurrogate(c)) {
        i = secondOfPair(text, i);
      }
    }
    out.append(text, copied, text.length()).append('"');
  }

  private static int secondOfPair(String text, int at) {
    if (at + 1 == text.length()
        || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
      throw new IllegalArgumentException(
          "the value cannot be written as JSON: half a surrogate pair");
    }
    return at + 1;
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
    }
  }
}
