package io.tongban.connectors.mapping;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.tongban.connectors.ConnectorSpec.Split;

/** Takes a part of a text. */
final class TextSplit {
  private final String by;
  private final int take;
  private final Pattern pattern;
  private final int group;

  TextSplit(Split split) {
    this.by = split.by();
    this.take = split.take() == null ? 1 : split.take();
    this.pattern = split.pattern() == null ? null : Pattern.compile(split.pattern());
    this.group = split.group() == null ? 1 : split.group();
  }

  /** The part, or null if there is none. */
  String part(String text) {
    return pattern == null ? between(text) : matched(text);
  }

  private String matched(String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(group) : null;
  }

  private String between(String text) {
    String[] parts = text.split(java.util.regex.Pattern.quote(by), -1);
    int index = take > 0 ? take - 1 : parts.length + take;
    return index >= 0 && index < parts.length ? parts[index] : null;
  }
}
