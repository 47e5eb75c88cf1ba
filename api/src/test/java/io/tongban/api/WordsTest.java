package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ui",
        "overview",
        "directory",
        "runs",
        "verify",
        "trace",
        "lineage",
        "consent",
        "ledger",
        "signin",
        "demo",
        "wallet",
        "show",
        "use",
        "counter",
        "offline",
        "scan"
      })
  void everyLabelExistsInBothLanguages(String bundle) throws IOException {
    Properties zh = words(bundle, "zh");
    Properties en = words(bundle, "en");
    assertThat(en.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(zh.stringPropertyNames());
    assertThat(zh.values()).allMatch(text -> !text.toString().isBlank());
    assertThat(en.values()).allMatch(text -> !text.toString().isBlank());
  }

  private static Properties words(String bundle, String language) throws IOException {
    String name = "/messages/" + bundle + "_" + language + ".properties";
    try (InputStream in = WordsTest.class.getResourceAsStream(name)) {
      Properties words = new Properties();
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return words;
    }
  }
}
