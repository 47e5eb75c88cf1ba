package io.tongban.connectors.mapping;

import io.tongban.registry.ValueCheck;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The steps that texts may go through. */
public final class TextStep {
  /** What may be written, for messages. */
  public static final List<String> NAMES =
      List.of("trim", "upper", "lower", "collapse", "half-width", "id-18", "strip:CHARS");

  private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u3000]+");
  private static final String STRIP = "strip:";
  private static final char IDEOGRAPHIC_SPACE = '\u3000';
  private static final int FULL_WIDTH_FIRST = 0xFF01;
  private static final int FULL_WIDTH_LAST = 0xFF5E;
  private static final int FULL_WIDTH_OFFSET = 0xFEE0;

  private TextStep() {}

  /** The step of that name; nothing if there is none. */
  public static Optional<UnaryOperator<String>> find(String name) {
    if (name.startsWith(STRIP) && name.length() > STRIP.length()) {
      String characters = name.substring(STRIP.length());
      return Optional.of(text -> without(text, characters));
    }
    return Optional.ofNullable(
        switch (name) {
          case "trim" -> TextStep::trim;
          case "upper" -> text -> text.toUpperCase(Locale.ROOT);
          case "lower" -> text -> text.toLowerCase(Locale.ROOT);
          case "collapse" -> text -> SPACES.matcher(text).replaceAll(" ");
          case "half-width" -> TextStep::halfWidth;
          case "id-18" -> text -> ValueCheck.idOf15(trim(text)).orElse(text);
          default -> null;
        });
  }

  /** Without white space at both ends, no-break and ideographic spaces among it. */
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && space(text.charAt(from))) {
      from++;
    }
    while (to > from && space(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean space(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static String without(String text, String characters) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(c -> characters.indexOf(c) < 0).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Full-width forms (U+FF01–FF5E) and the ideographic space as ASCII. */
  static String halfWidth(String text) {
    StringBuilder half = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == IDEOGRAPHIC_SPACE) {
        half.append(' ');
      } else if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
        half.append((char) (c - FULL_WIDTH_OFFSET));
      } else {
        half.append(c);
      }
    }
    return half.toString();
  }
}
