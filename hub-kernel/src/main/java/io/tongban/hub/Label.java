package io.tongban.hub;

/**
 * A text that people read, in both languages of the hub. Neither part is null; where only one is
 * known both carry it.
 *
 * @param zh the Chinese text
 * @param en the English text
 */
public record Label(String zh, String en) {
  public Label {
    if (zh == null && en == null) {
      throw new IllegalArgumentException("a label needs a text in zh or en");
    }
    zh = zh == null ? en : zh;
    en = en == null ? zh : en;
  }

  /**
   * The text in the given BCP 47 language: Chinese for {@code zh…}, English for everything else.
   */
  public String in(String language) {
    return language != null && language.startsWith("zh") ? zh : en;
  }
}
