package io.tongban.ledger.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.LineageRun.Dataset;
import io.tongban.ledger.LineageRun.State;
import io.tongban.ledger.UseFacet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lineage graph, on any database. */
abstract class LineageContract {
  private static final String FILE = "source/drop/approved.csv";
  private TestHub hub;
  private Lineage lineage;

  abstract TestHub open();

  @BeforeEach
  void start() {
    hub = open();
    lineage = hub.get(Lineage.class);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private LineageRun run(String job, State state, List<String> inputs, List<String> outputs) {
    hub.clock().advance(Duration.ofSeconds(1));
    Instant now = hub.clock().instant();
    return new LineageRun(
        hub.get(Ids.class).next(),
        job,
        state,
        now,
        now.plusMillis(1500),
        inputs.stream().map(name -> new Dataset(name, "ab".repeat(32))).toList(),
        outputs.stream().map(name -> new Dataset(name, null)).toList(),
        Map.of("resource/premises.name", List.of(FILE + ".TradingName")),
        List.of("resource/premises.name"),
        Map.of("purpose", "inspection", "recipient", "adur"));
  }

  private LineageRun recorded(String job, String input, String output) {
    LineageRun run = run(job, State.COMPLETE, List.of(input), List.of(output));
    lineage.record(run);
    return run;
  }

  @Test
  void aRunComesBackAsItWas() {
    LineageRun run = recorded("connector/drop", FILE, "resource/premises");
    assertThat(lineage.run(run.id())).contains(run);
    lineage.record(run);
    assertThat(lineage.runs("connector/drop", 10)).containsExactly(run);
    LineageRun next = recorded("connector/drop", FILE, "resource/premises");
    recorded("service/lookup", "resource/premises", "client/adur");
    assertThat(lineage.runs("connector/drop", 10)).containsExactly(next, run);
    assertThat(lineage.runs(null, 10)).hasSize(3);
    assertThat(lineage.run(hub.get(Ids.class).next())).isEmpty();
  }

  @Test
  void theGraphGoesBothWaysOverEachJobsNewestRun() {
    recorded("connector/drop", "source/drop/old.csv", "resource/premises");
    UUID load = recorded("connector/drop", FILE, "resource/premises").id();
    UUID use = recorded("service/lookup", "resource/premises", "client/adur").id();
    recorded("service/other", "resource/audits", "client/bath");
    Lineage.Graph near = lineage.around("resource/premises", 1);
    assertThat(near.nodes())
        .extracting(Lineage.Node::id)
        .containsExactlyInAnyOrder(
            "resource/premises", "connector/drop", FILE, "service/lookup", "client/adur");
    assertThat(near.edges())
        .containsExactlyInAnyOrder(
            new Lineage.Edge(FILE, "connector/drop", load),
            new Lineage.Edge("connector/drop", "resource/premises", load),
            new Lineage.Edge("resource/premises", "service/lookup", use),
            new Lineage.Edge("service/lookup", "client/adur", use));
    assertThat(lineage.around("client/adur", 1).nodes()).hasSize(3);
    assertThat(lineage.around("client/adur", 2).nodes()).hasSize(5);
    assertThat(lineage.around("nothing", 5).nodes()).hasSize(1);
  }

  @Test
  void aLateReportOfAnOlderRunDoesNotChangeTheGraph() {
    LineageRun old =
        run("connector/drop", State.COMPLETE, List.of("source/a"), List.of("resource/x"));
    recorded("connector/drop", "source/b", "resource/x");
    lineage.record(old);
    assertThat(lineage.around("resource/x", 1).nodes())
        .extracting(Lineage.Node::id)
        .contains("source/b")
        .doesNotContain("source/a");
  }

  @Test
  void eventsAreOpenLineage() {
    LineageRun run = recorded("connector/drop", FILE, "resource/premises");
    List<JsonNode> events = lineage.openLineage(run.id());
    assertThat(events).hasSize(2);
    for (JsonNode event : events) {
      assertThat(Instant.parse(event.path("eventTime").asText())).isNotNull();
      assertThat(event.at("/run/runId").asText()).isEqualTo(run.id().toString());
      assertThat(event.at("/job/namespace").asText()).isEqualTo("http://hub.test");
      assertThat(event.at("/job/name").asText()).isEqualTo("connector/drop");
      assertThat(event.path("schemaURL").asText()).contains("2-0-2");
      assertThat(event.path("producer").asText()).isEqualTo("http://hub.test");
      assertThat(event.path("inputs").path(0).path("name").asText()).isEqualTo(FILE);
      facets(event);
    }
    assertThat(events.get(0).path("eventType").asText()).isEqualTo("START");
    JsonNode end = events.get(1);
    assertThat(end.path("eventType").asText()).isEqualTo("COMPLETE");
    JsonNode field = end.at("/outputs/0/facets/columnLineage/fields/name/inputFields/0");
    assertThat(field.path("name").asText()).isEqualTo(FILE);
    assertThat(field.path("field").asText()).isEqualTo("TradingName");
    assertThat(field.at("/transformations/0/masking").asBoolean()).isTrue();
    assertThat(end.at("/run/facets/tongban_use/facts/recipient").asText()).isEqualTo("adur");
    assertThat(end.at("/inputs/0/facets/version/datasetVersion").asText()).startsWith("sha256:");
  }

  @Test
  void whatOnlyDecidedIsToldOfEachColumnAndOfTheWholeDataset() {
    String from = "resource/premises";
    String to = "client/adur";
    LineageRun run =
        new LineageRun(
            hub.get(Ids.class).next(),
            "service/lookup",
            State.COMPLETE,
            hub.clock().instant(),
            hub.clock().instant(),
            List.of(new Dataset(from, null)),
            List.of(new Dataset(to, null)),
            Map.of(to + ".n", List.of(from + ".staff")),
            Map.of(
                to + ".n", List.of(from + ".kind", from + ".staff"),
                to + ".*", List.of(from + ".region")),
            Map.of(
                to + ".n",
                Map.of(
                    from + ".staff", List.of("AGGREGATION", "CONDITIONAL"),
                    from + ".kind", List.of("CONDITIONAL")),
                to + ".*",
                Map.of(from + ".region", List.of("FILTER", "JOIN"))),
            List.of(),
            Map.of());
    lineage.record(run);
    assertThat(lineage.run(run.id())).contains(run);
    JsonNode facet = lineage.openLineage(run.id()).get(1).at("/outputs/0/facets/columnLineage");
    assertThat(facet.path("_schemaURL").asText()).contains("/1-2-0/ColumnLineageDatasetFacet");
    assertThat(fields(facet.at("/fields/n/inputFields")))
        .containsExactly(
            "kind INDIRECT CONDITIONAL", "staff DIRECT AGGREGATION", "staff INDIRECT CONDITIONAL");
    assertThat(fields(facet.path("dataset")))
        .containsExactly("region INDIRECT FILTER", "region INDIRECT JOIN");
    assertThat(facet.path("fields")).hasSize(1);
    assertThat(lineage.follow(from, "region", Lineage.Direction.FORWARD, null, 10).steps())
        .as("who only filters is affected")
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.job()).isEqualTo("service/lookup");
              assertThat(step.toColumn()).isNull();
              assertThat(step.direct()).isFalse();
              assertThat(step.subtypes()).containsExactly("FILTER", "JOIN");
            });
    assertThat(lineage.follow(to, "n", Lineage.Direction.BACK, null, 10).steps())
        .extracting(step -> step.fromColumn() + " " + step.subtypes())
        .containsExactlyInAnyOrder(
            "staff [AGGREGATION]",
            "kind [CONDITIONAL]",
            "staff [CONDITIONAL]",
            "region [FILTER, JOIN]");
  }

  private static List<String> fields(JsonNode inputFields) {
    List<String> fields = new java.util.ArrayList<>();
    for (JsonNode field : inputFields) {
      for (JsonNode each : field.path("transformations")) {
        fields.add(
            field.path("field").asText()
                + " "
                + each.path("type").asText()
                + " "
                + each.path("subtype").asText());
      }
    }
    return fields;
  }

  /** OpenLineage 2-0-2: every facet names its producer and its schema. */
  private static void facets(JsonNode node) {
    JsonNode facets = node.path("facets");
    for (JsonNode facet : facets) {
      assertThat(URI.create(facet.path("_producer").asText()).isAbsolute()).isTrue();
      assertThat(URI.create(facet.path("_schemaURL").asText()).isAbsolute()).isTrue();
    }
    node.forEach(LineageContract::facets);
  }

  /** The facet's own address leads to its schema, and what is sent holds to it. */
  @Test
  void ourFacetHoldsToItsPublishedSchema() {
    var schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                UseFacet.schema(),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    LineageRun run = recorded("connector/drop", FILE, "resource/premises");
    JsonNode facet = lineage.openLineage(run.id()).get(1).at("/run/facets/tongban_use");
    assertThat(facet.path("_schemaURL").asText())
        .isEqualTo("http://hub.test" + UseFacet.SCHEMA_PATH);
    assertThat(schema.validate(facet))
        .as("a use without its basis")
        .extracting(message -> message.getMessage())
        .anyMatch(message -> message.contains("basis"));
    LineageRun use = used();
    lineage.record(use);
    JsonNode good = lineage.openLineage(use.id()).get(1).at("/run/facets/tongban_use");
    assertThat(schema.validate(good)).isEmpty();
    for (String fact : List.of("purpose", "basis", "agreement", "law", "recipient", "receipt")) {
      assertThat(good.at("/facts/" + fact).asText()).as(fact).isNotEmpty();
    }
    ((ObjectNode) good.path("facts")).put("receipt", "none").put("read", "many");
    assertThat(schema.validate(good)).hasSize(2);
  }

  private LineageRun used() {
    return new LineageRun(
        UUID.fromString("019bc0de-0000-7000-8000-000000000001"),
        "service/lookup",
        State.COMPLETE,
        Instant.parse("2026-01-15T08:00:00Z"),
        Instant.parse("2026-01-15T08:00:01Z"),
        List.of(new Dataset("resource/premises", null), new Dataset(FILE, "ab".repeat(32))),
        List.of(new Dataset("client/adur-system", null)),
        Map.of(),
        List.of(),
        Map.of(
            "purpose",
            "inspection",
            "basis",
            "agreement",
            "agreement",
            "adur-premises",
            "law",
            "Sharing Act s. 1",
            "recipient",
            "adur",
            "client",
            "adur-system",
            "receipt",
            "019bc0de-0000-7000-8000-00000000000a"));
  }

  @Test
  void aRunIsProvJson() throws IOException {
    lineage.record(used());
    try (InputStream in = LineageContract.class.getResourceAsStream("/lineage/run-prov.json")) {
      assertThat(lineage.prov(used().id())).isEqualTo(CanonicalJson.read(in.readAllBytes()));
    }
    assertThatThrownBy(() -> lineage.prov(hub.get(Ids.class).next()))
        .hasMessageContaining("lineage-unknown");
  }

  @Test
  void aFailedRunEndsWithFail() {
    LineageRun run = run("connector/drop", State.FAIL, List.of(FILE), List.of());
    lineage.record(run);
    JsonNode end = lineage.openLineage(run.id()).get(1);
    assertThat(end.path("eventType").asText()).isEqualTo("FAIL");
    assertThat(end.at("/run/facets/errorMessage/message").asText()).isNotEmpty();
  }

  @Test
  void unknownRunsAndBadNamesAreProblems() {
    assertThatThrownBy(() -> lineage.openLineage(hub.get(Ids.class).next()))
        .hasMessageContaining("lineage-unknown");
    assertThatThrownBy(() -> recorded("job", "x".repeat(401), "y"))
        .hasMessageContaining("lineage-invalid");
  }
}
