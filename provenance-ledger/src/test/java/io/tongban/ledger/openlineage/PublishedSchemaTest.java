package io.tongban.ledger.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.ColumnRef;
import io.tongban.ledger.LineageReports.EventFault;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.LineageRun.Dataset;
import io.tongban.ledger.LineageRun.State;
import io.tongban.ledger.LineageRun.Subtype;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the hub sends and takes against OpenLineage's published JSON Schemas: {@code
 * -Dtongban.openlineage.spec=FOLDER} is the folder {@code spec} of a checkout of
 * github.com/OpenLineage/OpenLineage. Skips loudly without it.
 */
class PublishedSchemaTest {
  private static final String EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json";
  private static final String FACETS = "https://openlineage.io/spec/facets/";
  private static final Instant NOW = Instant.parse("2026-01-15T08:01:00Z");
  private static JsonSchemaFactory schemas;

  @BeforeAll
  static void read() throws IOException {
    String folder = System.getProperty("tongban.openlineage.spec");
    if (folder == null) {
      System.err.println(
          "SKIPPED PublishedSchemaTest: -Dtongban.openlineage.spec names no folder with"
              + " OpenLineage's schemas");
    }
    Assumptions.assumeTrue(folder != null, "no published schemas");
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of(folder), 2)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        String text = Files.readString(file);
        String id = CanonicalJson.mapper().readTree(text).path("$id").asText();
        texts.put(id, text);
      }
    }
    assertThat(texts).as("the version that the hub speaks").containsKey(EVENT);
    schemas =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(texts)));
  }

  private static JsonSchema schema(String id) {
    return schemas.getSchema(
        SchemaLocation.of(id),
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }

  /** What the schemas of the event and of the facets that the hub reads or writes refuse. */
  private static List<String> refusals(JsonNode event) {
    List<String> refusals = new ArrayList<>();
    schema(EVENT).validate(event).forEach(each -> refusals.add(each.toString()));
    facets("1-0-1/ErrorMessageRunFacet.json", event.path("run").path("facets"), refusals);
    for (String member : List.of("inputs", "outputs")) {
      for (JsonNode dataset : event.path(member)) {
        facets("1-2-0/ColumnLineageDatasetFacet.json", dataset.path("facets"), refusals);
        facets("1-0-1/SymlinksDatasetFacet.json", dataset.path("facets"), refusals);
        facets("1-0-1/DatasetVersionDatasetFacet.json", dataset.path("facets"), refusals);
      }
    }
    return refusals;
  }

  private static void facets(String schema, JsonNode facets, List<String> refusals) {
    if (facets.isObject()) {
      schema(FACETS + schema).validate(facets).forEach(each -> refusals.add(each.toString()));
    }
  }

  private static LineageRun run(State state) {
    String to = "client/adur-system";
    String from = "resource/premises";
    return new LineageRun(
        UUID.fromString("019bc0de-0000-7000-8000-000000000001"),
        "service/lookup",
        state,
        Instant.parse("2026-01-15T08:00:00.123456Z"),
        Instant.parse("2026-01-15T08:00:01Z"),
        List.of(new Dataset(from, null), new Dataset("source/drop/a.csv", "ab".repeat(32))),
        List.of(new Dataset(to, null)),
        Map.of(
            to + ".name", List.of(from + ".name"),
            to + ".n", List.of(from + ".staff"),
            to + ".plain", List.of("source/drop/a.csv.p")),
        Map.of(
            to + ".n", List.of(from + ".name"),
            to + "." + ColumnRef.ALL, List.of(from + ".id", from + ".region")),
        Map.of(
            to + ".n",
            Map.of(
                from + ".staff", List.of(Subtype.AGGREGATION.name()),
                from + ".name", List.of(Subtype.CONDITIONAL.name())),
            to + "." + ColumnRef.ALL,
            Map.of(from + ".region", List.of(Subtype.FILTER.name(), Subtype.JOIN.name()))),
        List.of(to + ".name"),
        Map.of("purpose", "inspection", "basis", "agreement", "recipient", "adur"));
  }

  @Test
  void whatIsSentIsValid() {
    LineageEvents events = new LineageEvents(URI.create("http://hub.test"));
    for (State state : List.of(State.COMPLETE, State.FAIL)) {
      for (JsonNode event : events.of(run(state))) {
        assertThat(refusals(event)).as(event.toPrettyString()).isEmpty();
      }
    }
    JsonNode end = events.of(run(State.COMPLETE)).get(1);
    ((ObjectNode) end.at("/outputs/0/facets/columnLineage")).remove("fields");
    assertThat(refusals(end)).as("the schema is looked at").isNotEmpty();
  }

  /** One change of a good event. */
  private record Change(String pointer, JsonNode event) {}

  private static JsonNode good() throws IOException {
    try (InputStream in = PublishedSchemaTest.class.getResourceAsStream("/lineage/good.json")) {
      return CanonicalJson.read(in.readAllBytes());
    }
  }

  private static List<Change> changes(JsonNode good) {
    List<Change> changes = new ArrayList<>();
    for (String pointer : pointers(good, "")) {
      changes.add(new Change(pointer, changed(good, pointer, null)));
      for (JsonNode value : others()) {
        changes.add(new Change(pointer, changed(good, pointer, value)));
      }
    }
    return changes;
  }

  private static List<JsonNode> others() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return List.of(
        json.nullNode(),
        json.numberNode(7),
        json.booleanNode(true),
        json.textNode("not so"),
        json.textNode("2026-01-15T08:00Z"),
        json.arrayNode().add("x"),
        json.objectNode().put("x", 1));
  }

  private static List<String> pointers(JsonNode node, String at) {
    List<String> pointers = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> each : object.properties()) {
        String here = at + "/" + each.getKey().replace("~", "~0").replace("/", "~1");
        pointers.add(here);
        pointers.addAll(pointers(each.getValue(), here));
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        pointers.add(at + "/" + i);
        pointers.addAll(pointers(list.get(i), at + "/" + i));
      }
    }
    return pointers;
  }

  private static JsonNode changed(JsonNode good, String pointer, JsonNode value) {
    JsonNode copy = good.deepCopy();
    int last = pointer.lastIndexOf('/');
    JsonNode parent = copy.at(pointer.substring(0, last));
    String member = pointer.substring(last + 1).replace("~1", "/").replace("~0", "~");
    if (parent instanceof ArrayNode list) {
      if (value == null) {
        list.remove(Integer.parseInt(member));
      } else {
        list.set(Integer.parseInt(member), value);
      }
    } else if (value == null) {
      ((ObjectNode) parent).remove(member);
    } else {
      ((ObjectNode) parent).set(member, value);
    }
    return copy;
  }

  @Test
  void whatTheSchemaRefusesIsRefusedAtItsPlace() throws IOException {
    JsonNode good = good();
    assertThat(refusals(good)).isEmpty();
    assertThat(faults(good)).isEmpty();
    int refused = 0;
    for (Change change : changes(good)) {
      if (!refusals(change.event()).isEmpty()) {
        refused++;
        assertThat(faults(change.event()))
            .as(change.pointer() + " in " + change.event() + " of " + refusals(change.event()))
            .anyMatch(
                fault ->
                    fault.pointer().startsWith(change.pointer())
                        || change.pointer().startsWith(fault.pointer()));
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @SuppressWarnings("unchecked")
  private static List<EventFault> faults(JsonNode event) {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                new EventReader(new DatasetNames("http://hub.test"), NOW)
                    .read(CanonicalJson.bytes(event), false));
    return refusal == null
        ? List.of()
        : (List<EventFault>)
            refusal
                .problem()
                .extensions()
                .getOrDefault("faults", List.of(new EventFault("", "", "")));
  }
}
