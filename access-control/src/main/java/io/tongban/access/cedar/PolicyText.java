package io.tongban.access.cedar;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts Cedar text into its policies, so that a fault can be told with its line and a decision with
 * the policy it came from. Each ends with a semicolon outside strings and comments.
 */
final class PolicyText {
  private final String text;
  private final List<Statement> statements = new ArrayList<>();
  private int start;
  private boolean blank = true;

  private PolicyText(String text) {
    this.text = text;
  }

  /**
   * One policy.
   *
   * @param line 1-based line on which its text begins
   */
  record Statement(String text, int line) {
    /** The line of the whole text that a byte offset into this policy's UTF-8 form is on. */
    int lineOf(int byteOffset) {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      int lines = line;
      for (int i = 0; i < Math.min(byteOffset, bytes.length); i++) {
        lines += bytes[i] == '\n' ? 1 : 0;
      }
      return lines;
    }
  }

  /** The policies of a text; comments after the last one are left out. */
  static List<Statement> cut(String text) {
    PolicyText cutter = new PolicyText(text);
    int at = 0;
    while (at < text.length()) {
      at = cutter.step(at);
    }
    cutter.end(text.length());
    return cutter.statements;
  }

  private int step(int at) {
    char c = text.charAt(at);
    if (c == '"') {
      blank = false;
      return afterString(at + 1);
    }
    if (c == '/' && text.startsWith("//", at)) {
      int newline = text.indexOf('\n', at);
      return newline < 0 ? text.length() : newline;
    }
    blank &= Character.isWhitespace(c);
    if (c == ';') {
      end(at + 1);
    }
    return at + 1;
  }

  private int afterString(int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    return text.length();
  }

  private void end(int end) {
    if (!blank) {
      int line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
      statements.add(new Statement(text.substring(start, end), line));
    }
    start = end;
    blank = true;
  }
}
