package io.tongban.hub.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Fault;
import io.tongban.hub.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  private final List<Fault> faults = new ArrayList<>();

  private List<YamlDocument> read(String text) {
    return YamlReader.read(
        new DefinitionFile("f.yaml", text.getBytes(StandardCharsets.UTF_8)), faults::add);
  }

  @Test
  void readsScalarsAsJsonDoes() {
    YamlDocument document =
        read("""
                on: no
                code: 010000
                day: 2020-02-20
                time: 12:30:45
                whole: 12
                big: 12345678901234567890
                decimal: -1.5e3
                yes: true
                nothing: ~
                quoted: "12"
                """)
            .get(0);
    assertThat(document.content().toString())
        .isEqualTo(
            "{\"on\":\"no\",\"code\":\"010000\",\"day\":\"2020-02-20\",\"time\":\"12:30:45\","
                + "\"whole\":12,\"big\":12345678901234567890,\"decimal\":-1.5E+3,\"yes\":true,"
                + "\"nothing\":null,\"quoted\":\"12\"}");
    assertThat(faults).isEmpty();
  }

  @Test
  void knowsEveryPlace() {
    YamlDocument document = read("a:\n  - x\n  - {b/c: 1}\n").get(0);
    assertThat(document.place("/a/1/b~1c")).isEqualTo(new Place("f.yaml", 3, 11));
    assertThat(document.keyPlace("/a/1/b~1c")).isEqualTo(new Place("f.yaml", 3, 6));
    assertThat(document.place("/a/7/unknown")).isEqualTo(new Place("f.yaml", 2, 3));
    assertThat(document.place("/nowhere")).isEqualTo(new Place("f.yaml", 1, 1));
  }

  @Test
  void keepsTheDocumentsBeforeASyntaxFault() {
    assertThat(read("a: 1\n---\nb: [\n")).hasSize(1);
    assertThat(faults).singleElement().satisfies(f -> assertThat(f.place().line()).isEqualTo(4));
  }

  @Test
  void skipsAByteOrderMarkAndEmptyDocuments() {
    assertThat(read("\uFEFF---\n---\na: 1\n")).hasSize(1);
    assertThat(faults).isEmpty();
  }

  @Test
  void copiesAliases() {
    assertThat(read("a: &x {b: 1}\nc: *x\n").get(0).content().toString())
        .isEqualTo("{\"a\":{\"b\":1},\"c\":{\"b\":1}}");
  }

  @Test
  void refusesAFileThatIsTooLong() {
    var file = new DefinitionFile("f.yaml", new byte[YamlReader.MAX_BYTES + 1]);
    assertThat(YamlReader.read(file, faults::add)).isEmpty();
    assertThat(faults).singleElement().satisfies(f -> assertThat(f.fix()).contains("split"));
  }
}
