package io.tongban.connectors.inspect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides what looks personal. */
final class Masking {
  /** ID numbers, telephone numbers and e-mail addresses anywhere in a text. */
  private static final Pattern PERSONAL =
      Pattern.compile(
          "(?<![0-9])[1-9][0-9]{5}(?:(?:18|19|20)[0-9]{2})?[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]?(?![0-9])|(?<![0-9])(?:\\+?86[-"
              + " ]?)?1[3-9][0-9]{9}(?![0-9])|[^@\\s]{1,64}@[^@\\s]{3,}");

  private static final String DOT = "•";

  private Masking() {}

  /** A value of a column that is not personal: only what is told by itself is hidden. */
  static String plain(String value) {
    if (value == null) {
      return null;
    }
    Matcher matcher = PERSONAL.matcher(value);
    return matcher.replaceAll(found -> Matcher.quoteReplacement(whole(found.group())));
  }

  /** A personal value: its first character and length. */
  static String whole(String value) {
    if (value == null || value.isEmpty()) {
      return value;
    }
    int first = Character.charCount(value.codePointAt(0));
    int rest = value.codePointCount(first, value.length());
    return value.substring(0, first) + DOT.repeat(Math.min(rest, 20));
  }
}
