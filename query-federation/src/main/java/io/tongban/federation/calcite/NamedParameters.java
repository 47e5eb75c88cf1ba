package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SQL in which {@code :name} stands for a parameter, and the names in the order they occur. Each is
 * replaced by something no longer than itself and filled with spaces, so that positions in error
 * messages are those of the text as written.
 */
final class NamedParameters {
  private final String source;
  private final UnaryOperator<String> replacement;
  private final StringBuilder text = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private int at;

  private NamedParameters(String source, UnaryOperator<String> replacement) {
    this.source = source;
    this.replacement = replacement;
  }

  /** Replaces each by {@code ?}. */
  static NamedParameters positional(String sql) {
    return replace(sql, name -> "?");
  }

  /**
   * @param replacement what to write for a name
   */
  static NamedParameters replace(String sql, UnaryOperator<String> replacement) {
    NamedParameters result = new NamedParameters(sql, replacement);
    result.scan();
    return result;
  }

  String text() {
    return text.toString();
  }

  /** One name for every occurrence. */
  List<String> names() {
    return names;
  }

  private void scan() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '\'' || c == '"') {
        copy(end(String.valueOf(c), at + 1));
      } else if (source.startsWith("--", at)) {
        copy(end("\n", at));
      } else if (source.startsWith("/*", at)) {
        copy(end("*/", at + 2));
      } else if (c == ':' && at + 1 < source.length() && letter(source.charAt(at + 1))) {
        parameter();
      } else {
        copy(at + 1);
      }
    }
  }

  private int end(String terminator, int from) {
    int found = source.indexOf(terminator, from);
    return found < 0 ? source.length() : found + terminator.length();
  }

  private void copy(int to) {
    text.append(source, at, to);
    at = to;
  }

  private void parameter() {
    int end = at + 1;
    while (end < source.length()
        && (letter(source.charAt(end)) || Character.isDigit(source.charAt(end)))) {
      end++;
    }
    String name = source.substring(at + 1, end);
    String written = replacement.apply(name);
    names.add(name);
    text.append(written).append(" ".repeat(Math.max(0, end - at - written.length())));
    at = end;
  }

  private static boolean letter(char c) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
