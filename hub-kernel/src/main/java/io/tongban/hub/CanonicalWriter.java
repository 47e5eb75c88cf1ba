package io.tongban.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.erdtman.jcs.NumberToJSON;

/**
 * Writes a JSON tree in canonical form (RFC 8785, section 3.2). The library canonicalises texts
 * only, so that every value would be written, parsed and written again; this is on the path of
 * every access. Numbers are left to the library.
 */
final class CanonicalWriter {
  private static final long SAFE_INTEGER = 1L << 53;
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private final StringBuilder out = new StringBuilder(256);

  /** The canonical text of a tree. */
  static String write(JsonNode tree) {
    CanonicalWriter writer = new CanonicalWriter();
    writer.value(tree);
    return writer.out.toString();
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
    try {
      out.append(NumberToJSON.serializeNumber(node.doubleValue()));
    } catch (IOException e) {
      throw new IllegalArgumentException("the value cannot be written as JSON", e);
    }
  }

  private static boolean safe(long value) {
    return value >= -SAFE_INTEGER && value <= SAFE_INTEGER;
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        escape(c);
      } else if (Character.isSurrogate(c)) {
        i = surrogates(text, i);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private int surrogates(String text, int at) {
    if (at + 1 == text.length()
        || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
      throw new IllegalArgumentException(
          "the value cannot be written as JSON: half a surrogate pair");
    }
    out.append(text, at, at + 2);
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
