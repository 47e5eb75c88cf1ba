package io.tongban.registry.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.test.TestHub;
import io.tongban.registry.RegistryExports;
import io.tongban.registry.RegistryTestBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The forms of other tools; they ask no database, so one suffices. */
class ExportsOnH2Test extends RegistryTestBase {
  @Override
  protected TestHub start() {
    return TestHub.onH2();
  }

  private RegistryExports exports() {
    return hub.get(RegistryExports.class);
  }

  private static JsonNode json(String text) {
    return CanonicalJson.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void recordsKeepToTheirJsonSchema() {
    applyPremises();
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(exports().jsonSchema("food-premises").orElseThrow());
    assertThat(
            schema.validate(
                json(
                    """
                    {"approval_number":"2045","trading_name":"A","staff":3,"turnover":1.25,
                     "inspected":true,"opened":"2020-02-20","seen":"2020-02-20T00:00:00Z"}
                    """)))
        .isEmpty();
    assertThat(schema.validate(json("{\"trading_name\":\"A\"}")))
        .singleElement()
        .asString()
        .contains("approval_number");
    assertThat(
            schema.validate(
                json("{\"approval_number\":\"" + "1".repeat(21) + "\",\"trading_name\":\"A\"}")))
        .singleElement()
        .asString()
        .contains("20");
    assertThat(exports().jsonSchema("none")).isEmpty();
  }

  @Test
  void avroHasTheTypesOfTheRecords() {
    applyPremises();
    JsonNode avro = exports().avro("food-premises").orElseThrow();
    assertThat(avro.path("name").asText()).isEqualTo("food_premises");
    assertThat(avro.path("namespace").asText()).isEqualTo("tongban.food_agency");
    assertThat(field(avro, "approval_number").path("type").asText()).isEqualTo("string");
    assertThat(field(avro, "turnover").path("type"))
        .isEqualTo(
            json(
                """
                ["null", {"type":"bytes","logicalType":"decimal","precision":38,"scale":2}]
                """));
    assertThat(field(avro, "turnover").has("default")).isTrue();
    assertThat(field(avro, "opened").path("type").path(1).path("logicalType").asText())
        .isEqualTo("date");
    assertThat(exports().avro("none")).isEmpty();
  }

  private static JsonNode field(JsonNode avro, String name) {
    return StreamSupport.stream(avro.path("fields").spliterator(), false)
        .filter(field -> field.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCodeListIsAConceptSchemeWithItsHistory() {
    applyDivisions();
    JsonNode graph = exports().skos("gbt2260").orElseThrow().path("@graph");
    assertThat(graph.get(0).path("dcterms:source").asText()).isEqualTo("GB/T 2260");
    List<JsonNode> concepts = new ArrayList<>();
    graph.forEach(concepts::add);
    JsonNode gongzhuling =
        concepts.stream()
            .filter(concept -> concept.path("skos:notation").asText().equals("220381"))
            .findFirst()
            .orElseThrow();
    assertThat(gongzhuling.path("schema:validThrough").asText()).isEqualTo("2020-12-31");
    assertThat(gongzhuling.path("dcterms:isReplacedBy").get(0).asText())
        .endsWith("/v1/code-lists/gbt2260/codes/220184");
    assertThat(concepts.stream().map(c -> c.path("@id").asText())).doesNotHaveDuplicates();
    assertThat(concepts.stream().map(c -> c.path("@id").asText()))
        .contains(gongzhuling.path("skos:broader").asText());
    assertThat(exports().skos("none")).isEmpty();
  }

  @Test
  void theDirectoryIsADcatCatalogueThatDoesNotTellWhereDataLies() {
    applyPremises();
    JsonNode dcat = exports().dcat();
    assertThat(dcat.path("@type").asText()).isEqualTo("dcat:Catalog");
    JsonNode dataset = dcat.path("dcat:dataset").get(0);
    assertThat(dataset.path("dcterms:title").get(0))
        .isEqualTo(json("{\"@value\":\"食品场所\",\"@language\":\"zh\"}"));
    assertThat(dataset.path("dcterms:accessRights").asText()).endsWith("/RESTRICTED");
    assertThat(dataset.path("dcat:distribution").path("dcterms:conformsTo").asText())
        .endsWith("/v1/exchange/resources/food-premises/json-schema");
    assertThat(dcat.toString()).doesNotContain("records").doesNotContain("food_premises_v1");
  }

  @Test
  void elementsAreASheetWithoutFormulas() {
    hub.apply(
        DEPARTMENT
            + """
            ---
            apiVersion: tongban.io/v1
            kind: DataElement
            metadata: {name: evil, title: {zh: "=1+1", en: "a,\\"b\\""}}
            spec:
              definition: {zh: 定义, en: Meaning}
              type: STRING
            """,
        Map.of());
    String[] lines = exports().elementsCsv().split("\r\n", -1);
    assertThat(lines[0]).startsWith("name,identifier,title_zh,title_en,");
    assertThat(lines[1]).startsWith("evil,,'=1+1,\"a,\"\"b\"\"\",").contains(",STRING,");
  }
}
