package io.tongban.access.agreements;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the text of a row condition as far as access control needs: which attributes of the caller
 * it names, and that it is one bare expression. Whether it is good SQL over the resource, the
 * federation says when it checks the same definition.
 */
final class RowText {
  static final Set<String> ATTRIBUTES = Set.of("client", "department", "region");

  private final String text;
  private final Set<String> attributes = new LinkedHashSet<>();
  private int at;
  private int depth;
  private String fault;

  private RowText(String text) {
    this.text = text;
  }

  /** What is wrong with a condition; nothing if it may stand. */
  static Optional<String> fault(String text) {
    if (text.isBlank()) {
      return Optional.of("the row condition is blank");
    }
    RowText reader = read(text);
    return Optional.ofNullable(reader.fault);
  }

  /** The caller's attributes that a condition names. */
  static Set<String> attributes(String text) {
    return read(text).attributes;
  }

  private static RowText read(String text) {
    RowText reader = new RowText(text);
    while (reader.at < text.length() && reader.fault == null) {
      reader.step();
    }
    if (reader.fault == null && reader.depth > 0) {
      reader.fault = "a parenthesis is not closed";
    }
    return reader;
  }

  private void step() {
    char c = text.charAt(at);
    switch (c) {
      case '\'', '"' -> quoted(c);
      case '(' -> open();
      case ')' -> close();
      case ';' -> fault = "a semicolon has no place in a condition";
      case ':' -> attribute();
      case '-' -> comment("--");
      case '/' -> comment("/*");
      default -> at++;
    }
  }

  private void quoted(char quote) {
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      fault = "a quote is not closed";
    }
    // a doubled quote inside reads as two quoted parts side by side, which does no harm here
    at = end + 1;
  }

  private void open() {
    depth++;
    at++;
  }

  private void close() {
    if (--depth < 0) {
      fault = "a parenthesis closes that was never opened";
    }
    at++;
  }

  private void comment(String opening) {
    if (text.startsWith(opening, at)) {
      fault = "comments have no place in a condition";
    }
    at++;
  }

  private void attribute() {
    int end = at + 1;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    String name = text.substring(at + 1, end);
    if (ATTRIBUTES.contains(name)) {
      attributes.add(name);
    } else {
      fault = "':" + name + "' is not an attribute of the caller";
    }
    at = end;
  }
}
