package io.tongban.hub.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class YamlReaderPropertyTest {
  private static final String VALID =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: a-b, title: {zh: 局, en: "O: x"}}
      spec:
        list: &l [1, 2.5, true, ~, 'q', |]
        other: *l
      ---
      kind: 2
      """;

  @Property
  void bytesNeverThrow(@ForAll @Size(max = 300) byte[] bytes) {
    soundOutcome(bytes);
  }

  @Property
  void textsNeverThrow(@ForAll("yamlish") String text) {
    soundOutcome(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void damagedDocumentsNeverThrow(
      @ForAll("yamlish") String insert, @ForAll("places") int at, @ForAll("places") int cut) {
    String damaged =
        VALID.substring(0, at) + insert + VALID.substring(Math.min(VALID.length(), at + cut / 20));
    soundOutcome(damaged.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void plainTextsStayWhatTheyAre(@ForAll("codes") String code) {
    List<Fault> faults = new ArrayList<>();
    List<YamlDocument> documents = read(("code: " + code).getBytes(StandardCharsets.UTF_8), faults);
    assertThat(faults).isEmpty();
    assertThat(documents.get(0).content().path("code").asText()).isEqualTo(code);
  }

  @Provide
  Arbitrary<String> yamlish() {
    return Arbitraries.strings()
        .withChars("ab:1 -\n\t{}[],&*!|>'\"#%@`~?\\\u0000\uFEFF局")
        .ofMaxLength(60);
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, VALID.length());
  }

  @Provide
  Arbitrary<String> codes() {
    return Arbitraries.strings().withCharRange('0', '9').ofMinLength(1).ofMaxLength(39);
  }

  private static void soundOutcome(byte[] bytes) {
    List<Fault> faults = new ArrayList<>();
    read(bytes, faults);
    assertThat(faults)
        .allSatisfy(
            fault -> {
              assertThat(fault.place().line()).isPositive();
              assertThat(fault.place().column()).isPositive();
              assertThat(fault.message()).isNotBlank();
              assertThat(fault.fix()).isNotBlank();
            });
  }

  private static List<YamlDocument> read(byte[] bytes, List<Fault> faults) {
    return YamlReader.read(new DefinitionFile("f.yaml", bytes), faults::add);
  }
}
