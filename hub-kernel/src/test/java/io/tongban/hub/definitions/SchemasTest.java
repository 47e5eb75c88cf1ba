package io.tongban.hub.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tongban.hub.Definitions;
import io.tongban.hub.Label;
import io.tongban.hub.ProblemException;
import io.tongban.hub.jsonschema.KindSchema;
import io.tongban.hub.jsonschema.SchemaCheck;
import io.tongban.hub.jsonschema.SchemaFault;
import io.tongban.hub.test.PublishedSchemas;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemasTest {
  /** Everything a spec may be made of. */
  record Sample(
      Label label,
      LocalDate day,
      Colour colour,
      List<Part> parts,
      Map<String, Part> byName,
      JsonNode anything,
      long count,
      Boolean flag) {}

  record Part(String text) {}

  enum Colour {
    RED,
    DARK_BLUE
  }

  private static List<String> check(String spec) throws IOException {
    var document = JsonNodeFactory.instance.objectNode();
    document.put("apiVersion", "tongban.io/v1").put("kind", "Sample");
    document.putObject("metadata").put("name", "s");
    document.set("spec", io.tongban.hub.CanonicalJson.mapper().readTree(spec));
    return new SchemaCheck(KindSchema.of("Sample", Sample.class))
        .check(document).stream().map(SchemasTest::line).toList();
  }

  private static String line(SchemaFault fault) {
    return fault.pointer() + ": " + fault.message() + " -> " + fault.fix();
  }

  @Test
  void publishedSchemasAreThoseOfTheKernelsKinds() throws IOException {
    try (TestHub hub = TestHub.onH2()) {
      Definitions definitions = hub.get(Definitions.class);
      assertThat(PublishedSchemas.agree(definitions, Path.of("../docs/schemas")))
          .as("run this test once with %s=1 and check the files in", PublishedSchemas.WRITE)
          .isEmpty();
      assertThatThrownBy(() -> definitions.schema("Soucre"))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("did you mean \"Source\"?");
    }
  }

  @Test
  void acceptsWhatTheRecordHolds() throws IOException {
    assertThat(
            check(
                """
                {"label": "text", "day": "2026-01-31", "colour": "RED", "parts": [{"text": "a"}],
                 "byName": {"x": {"text": "b"}}, "anything": [1, {"y": null}], "count": 3,
                 "flag": true}
                """))
        .isEmpty();
    assertThat(check("{\"label\": {\"zh\": \"局\"}}")).isEmpty();
  }

  @Test
  void namesTheRemedyOfEveryFault() throws IOException {
    assertThat(
            check(
                """
                {"label": {"fr": "x"}, "day": "2026-02-30", "colour": "dark-blue",
                 "parts": [{"txet": "a"}], "byName": {"x": {"text": 1}}, "count": 1.5}
                """))
        .containsExactly(
            "/spec/byName/x/text: 1 is a number, not a text -> put it in quotes: \"1\"",
            "/spec/colour: \"dark-blue\" is not one of the choices -> did you mean"
                + " \"DARK_BLUE\"?",
            "/spec/count: this is a number, not a whole number -> write digits only, without"
                + " quotes",
            "/spec/day: \"2026-02-30\" is not a date -> write YYYY-MM-DD, for example 2026-01-31",
            "/spec/label/fr: unknown property \"fr\" -> known properties here: en, zh",
            "/spec/parts/0/txet: unknown property \"txet\" -> did you mean \"text\"?");
  }
}
