package io.tongban.hub;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A text that people read, in both languages of the hub. Neither part is null; where only one is
 * known both carry it. In definitions a single text stands for both.
 *
 * @param zh the Chinese text
 * @param en the English text
 */
public record Label(@JsonProperty("zh") String zh, @JsonProperty("en") String en) {
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public Label {
    if (zh == null && en == null) {
      throw new IllegalArgumentException("a label needs a text in zh or en");
    }
    zh = zh == null ? en : zh;
    en = en == null ? zh : en;
  }

  /** One text for both languages. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Label of(String text) {
    return new Label(text, text);
  }

  /**
   * The text in the given BCP 47 language: Chinese for {@code zh…}, English for everything else.
   */
  public String in(String language) {
    return language != null && language.startsWith("zh") ? zh : en;
  }
}
