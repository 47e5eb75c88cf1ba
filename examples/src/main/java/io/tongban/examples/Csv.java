package io.tongban.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads delimited text (RFC 4180). Written for the recomputation, which shares no code with the
 * hub.
 */
final class Csv {
  private Csv() {}

  /** Rows by column name; the first line names the columns. */
  static List<Map<String, String>> read(String text, char delimiter, boolean quotes) {
    List<List<String>> lines = parse(strip(text), delimiter, quotes);
    List<String> header = lines.get(0);
    List<Map<String, String>> rows = new ArrayList<>(lines.size());
    for (List<String> line : lines.subList(1, lines.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), i < line.size() ? line.get(i) : "");
      }
      rows.add(row);
    }
    return rows;
  }

  /** Rows back to text, quoted where needed. */
  static String write(List<Map<String, String>> rows, char delimiter) {
    StringBuilder out = new StringBuilder();
    line(out, rows.get(0).keySet(), delimiter);
    rows.forEach(row -> line(out, row.values(), delimiter));
    return out.toString();
  }

  private static void line(StringBuilder out, Iterable<String> values, char delimiter) {
    String separator = "";
    for (String value : values) {
      out.append(separator).append(quote(value, delimiter));
      separator = String.valueOf(delimiter);
    }
    out.append('\n');
  }

  private static String quote(String value, char delimiter) {
    boolean plain =
        value.indexOf(delimiter) < 0
            && value.indexOf('"') < 0
            && value.indexOf('\n') < 0
            && value.indexOf('\r') < 0;
    return plain || delimiter == '\t' ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  private static String strip(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static List<List<String>> parse(String text, char delimiter, boolean quotes) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          value.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          value.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (quotes && c == '"' && value.length() == 0) {
        quoted = true;
      } else if (c == delimiter) {
        line.add(value.toString());
        value.setLength(0);
      } else if (c == '\n') {
        line.add(value.toString());
        value.setLength(0);
        lines.add(line);
        line = new ArrayList<>();
      } else if (c != '\r') {
        value.append(c);
      }
    }
    if (value.length() > 0 || !line.isEmpty()) {
      line.add(value.toString());
      lines.add(line);
    }
    return lines;
  }
}
