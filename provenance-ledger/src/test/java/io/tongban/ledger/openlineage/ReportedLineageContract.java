package io.tongban.ledger.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageReports;
import io.tongban.ledger.LineageReports.EventFault;
import io.tongban.ledger.LineageReports.Reporter;
import io.tongban.ledger.LineageReports.Taken;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.LineageRun.Dataset;
import io.tongban.ledger.LineageRun.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that other tools report, on any database. */
abstract class ReportedLineageContract {
  static final Reporter AIRFLOW = new Reporter("food-airflow", "food-agency", List.of("airflow"));
  private static final Reporter DBT = new Reporter("adur-dbt", "adur", List.of("dbt", "airflow2"));
  private static final String FILE = "source/drop/approved.csv";
  private static final String DEFINITIONS =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: food-agency, title: {zh: 食品局, en: Food agency}}
      spec: {region: GB}
      ---
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: drop, title: {zh: 投递, en: Drop}}
      spec: {department: food-agency, file: {directory: drop}}
      """;
  private TestHub hub;
  private LineageReports reports;
  private Lineage lineage;

  abstract TestHub open();

  @BeforeEach
  void start() {
    hub = open();
    reports = hub.get(LineageReports.class);
    lineage = hub.get(Lineage.class);
    hub.get(Definitions.class)
        .apply(
            List.of(new DefinitionFile("hub.yaml", DEFINITIONS.getBytes(StandardCharsets.UTF_8))),
            false);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** A good event, as Airflow would send it. */
  private static ObjectNode event(String type, UUID run, String second) {
    ObjectNode event = (ObjectNode) golden("good.json");
    event.put("eventType", type).put("eventTime", "2026-01-15T08:00:" + second + "Z");
    ((ObjectNode) event.path("run")).put("runId", run.toString());
    return event;
  }

  private static JsonNode golden(String name) {
    try (InputStream in = ReportedLineageContract.class.getResourceAsStream("/lineage/" + name)) {
      return CanonicalJson.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Taken take(JsonNode event) {
    return reports.take(AIRFLOW, CanonicalJson.bytes(event), false).get(0);
  }

  private ProblemException refused(Reporter reporter, JsonNode event) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> reports.take(reporter, CanonicalJson.bytes(event), event.isArray()));
    assertThat(refused).as("must be refused: " + event).isNotNull();
    return refused;
  }

  private long entries() {
    return hub.get(Ledger.class).size();
  }

  @Test
  void aReportedRunJoinsTheHubsChain() {
    UUID load = hub.get(Ids.class).next();
    Instant at = Instant.parse("2026-01-15T09:00:00Z");
    lineage.record(
        new LineageRun(
            load,
            "connector/premises",
            State.COMPLETE,
            at,
            at,
            List.of(new Dataset(FILE, "ab".repeat(32))),
            List.of(new Dataset("resource/premises", null)),
            Map.of("resource/premises.name", List.of(FILE + ".TradingName")),
            List.of(),
            Map.of()));
    UUID run = UUID.randomUUID();
    take(event("START", run, "00"));
    take(event("COMPLETE", run, "30"));
    Lineage.Graph graph = lineage.around("resource/premises", 3);
    assertThat(graph.edges())
        .contains(
            new Lineage.Edge("s3://raw/premises.parquet", "//airflow/premises.publish", run),
            new Lineage.Edge("//airflow/premises.publish", FILE, run),
            new Lineage.Edge(FILE, "connector/premises", load),
            new Lineage.Edge("connector/premises", "resource/premises", load));
    assertThat(lineage.around("s3://food/approved.csv", 1).nodes())
        .as("by its other name the same")
        .extracting(Lineage.Node::id)
        .contains(FILE, "connector/premises")
        .doesNotContain("s3://food/approved.csv");
  }

  @Test
  void allThatWasToldIsKept() {
    UUID run = UUID.randomUUID();
    take(event("START", run, "00"));
    assertThat(lineage.run(run).orElseThrow().state()).isEqualTo(State.RUNNING);
    assertThat(lineage.run(run).orElseThrow().ended()).isNull();
    take(event("COMPLETE", run, "30"));
    LineageRun kept = lineage.run(run).orElseThrow();
    assertThat(kept.state()).isEqualTo(State.COMPLETE);
    assertThat(kept.started()).isEqualTo("2026-01-15T08:00:00Z");
    assertThat(kept.ended()).isEqualTo("2026-01-15T08:00:30Z");
    assertThat(kept.outputs())
        .containsExactly(new Dataset("s3://food/approved.csv", "cd".repeat(32)));
    assertThat(kept.columns())
        .isEqualTo(
            Map.of(
                "s3://food/approved.csv.TradingName",
                List.of("s3://raw/premises.parquet.name"),
                "s3://food/approved.csv.Owner",
                List.of("s3://raw/premises.parquet.owner")));
    assertThat(kept.indirect())
        .isEqualTo(
            Map.of(
                "s3://food/approved.csv.TradingName",
                List.of("s3://raw/premises.parquet.lang"),
                "s3://food/approved.csv.*",
                List.of("s3://raw/premises.parquet.closed")));
    assertThat(kept.masked()).containsExactly("s3://food/approved.csv.Owner");
    assertThat(lineage.openLineage(run))
        .as("with facets that nobody knows here, as they came")
        .containsExactly(event("START", run, "00"), event("COMPLETE", run, "30"));
    assertThat(lineage.runs("//airflow/premises.publish", 5)).containsExactly(kept);
  }

  private LineageRun use(String client, String purpose, String column, boolean masked) {
    Instant at = Instant.parse("2026-01-15T10:00:00Z");
    LineageRun use =
        new LineageRun(
            hub.get(Ids.class).next(),
            "service/lookup",
            State.COMPLETE,
            at,
            at,
            List.of(new Dataset("resource/premises", null)),
            List.of(new Dataset("client/" + client, null)),
            Map.of("client/" + client + "." + column, List.of("resource/premises.name")),
            masked ? List.of("client/" + client + "." + column) : List.of(),
            Map.of("purpose", purpose));
    lineage.record(use);
    return use;
  }

  @Test
  void columnsAreFollowedOverOtherToolsAndTheHubBothWays() {
    Instant at = Instant.parse("2026-01-15T09:00:00Z");
    LineageRun load =
        new LineageRun(
            hub.get(Ids.class).next(),
            "connector/premises",
            State.COMPLETE,
            at,
            at,
            List.of(new Dataset(FILE, "ab".repeat(32))),
            List.of(new Dataset("resource/premises", null)),
            Map.of(
                "resource/premises.name",
                List.of(FILE + ".TradingName"),
                "resource/premises.owner",
                List.of(FILE + ".Owner")),
            List.of(),
            Map.of());
    lineage.record(load);
    UUID run = UUID.randomUUID();
    take(event("COMPLETE", run, "30"));
    LineageRun adur = use("adur", "inspection", "label", true);
    use("adur", "statistics", "name", false);
    use("bath", "inspection", "name", false);

    Lineage.Paths forward =
        lineage.follow("s3://raw/premises.parquet", "name", Lineage.Direction.FORWARD, null, 100);
    assertThat(forward.truncated()).isFalse();
    assertThat(forward.steps())
        .extracting(step -> step.hop() + " " + step.to() + "." + step.toColumn())
        .containsExactlyInAnyOrder(
            "1 source/drop/approved.csv.TradingName",
            "2 resource/premises.name",
            "3 client/adur.label",
            "3 client/adur.name",
            "3 client/bath.name");
    assertThat(forward.steps().stream().filter(Lineage.Step::masked))
        .extracting(Lineage.Step::run)
        .containsExactly(adur.id());

    List<Lineage.Step> back =
        lineage.follow("client/adur", "label", Lineage.Direction.BACK, adur.id(), 100).steps();
    assertThat(back)
        .extracting(
            step ->
                "%d %s.%s%s"
                    .formatted(
                        step.hop(),
                        step.from(),
                        step.fromColumn(),
                        step.direct() ? "" : " decides"))
        .containsExactlyInAnyOrder(
            "1 resource/premises.name",
            "2 source/drop/approved.csv.TradingName",
            "3 s3://raw/premises.parquet.name",
            "3 s3://raw/premises.parquet.lang decides",
            "3 s3://raw/premises.parquet.closed decides");
    assertThat(back.get(1).fromDigest()).isEqualTo("ab".repeat(32));
    assertThat(
            lineage.follow("resource/premises", "owner", Lineage.Direction.BACK, null, 100).steps())
        .as("a masked column is one too")
        .anySatisfy(
            step -> {
              assertThat(step.fromColumn()).isEqualTo("owner");
              assertThat(step.masked()).isTrue();
            });
    assertThat(
            lineage
                .follow("s3://raw/premises.parquet", "closed", Lineage.Direction.FORWARD, null, 100)
                .steps())
        .as("what decides on rows touches all that was made of them")
        .extracting(step -> step.to() + "." + step.toColumn())
        .contains("resource/premises.owner", "client/bath.name");
    assertThat(
            lineage.follow("s3://raw/premises.parquet", null, Lineage.Direction.FORWARD, null, 2))
        .satisfies(
            few -> {
              assertThat(few.truncated()).isTrue();
              assertThat(few.steps()).hasSize(2);
            });
    assertThat(lineage.follow("nothing", null, Lineage.Direction.BACK, null, 5).steps()).isEmpty();
  }

  @Test
  void withoutColumnsWholeDatasetsAreFollowedAndCirclesEnd() {
    ObjectNode there = event("COMPLETE", UUID.randomUUID(), "10");
    ((ObjectNode) there.at("/outputs/0")).remove("facets");
    take(there);
    ObjectNode back = event("COMPLETE", UUID.randomUUID(), "20");
    ((ObjectNode) back.path("job")).put("name", "back");
    ((ObjectNode) back.at("/inputs/0")).put("namespace", "s3://food").put("name", "approved.csv");
    ((ObjectNode) back.at("/outputs/0"))
        .put("namespace", "s3://raw")
        .put("name", "premises.parquet")
        .remove("facets");
    take(back);
    assertThat(
            lineage
                .follow("s3://raw/premises.parquet", "name", Lineage.Direction.FORWARD, null, 50)
                .steps())
        .extracting(step -> step.hop() + " " + step.to() + " " + step.direct())
        .containsExactly("1 s3://food/approved.csv false", "2 s3://raw/premises.parquet false");
  }

  private static List<ObjectNode> story(UUID run) {
    ObjectNode further = event("RUNNING", run, "10");
    ((ObjectNode) further.path("outputs").path(0)).put("name", "other.csv").remove("facets");
    ((ObjectNode) further.path("inputs").path(0).at("/facets/version"))
        .put("datasetVersion", "ef".repeat(32));
    ObjectNode other = event("OTHER", run, "50");
    other.remove("outputs");
    return new ArrayList<>(
        List.of(
            event("START", run, "01"),
            event("COMPLETE", run, "40"),
            event("FAIL", run, "20"),
            further,
            other));
  }

  @Test
  void theOrderOfEventsChangesNothing() {
    LineageRun first = null;
    Random random = new Random(7);
    for (int round = 0; round < 8; round++) {
      UUID run = UUID.randomUUID();
      List<ObjectNode> events = story(run);
      Collections.shuffle(events, random);
      events.forEach(this::take);
      LineageRun kept = lineage.run(run).orElseThrow();
      first = first == null ? kept : first;
      assertThat(kept).usingRecursiveComparison().ignoringFields("id").isEqualTo(first);
    }
    assertThat(first.state()).isEqualTo(State.COMPLETE);
    assertThat(first.started()).isEqualTo("2026-01-15T08:00:01Z");
    assertThat(first.ended()).isEqualTo("2026-01-15T08:00:40Z");
    assertThat(first.outputs()).hasSize(2);
    assertThat(first.inputs()).extracting(Dataset::digest).containsExactly("ef".repeat(32));
  }

  @Test
  void theSameEventCountsOnceAlsoAtOnce() {
    UUID run = UUID.randomUUID();
    Taken first = take(event("START", run, "00"));
    Taken again = take(event("START", run, "00"));
    assertThat(first.known()).isFalse();
    assertThat(again.known()).isTrue();
    assertThat(again.receipt().id()).isEqualTo(first.receipt().id());
    assertThat(entries()).isEqualTo(1);
    List<CompletableFuture<Taken>> many = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ObjectNode event = event("COMPLETE", UUID.nameUUIDFromBytes(new byte[] {1}), "1" + i % 2);
      many.add(CompletableFuture.supplyAsync(() -> take(event)));
    }
    assertThat(many.stream().map(CompletableFuture::join).filter(taken -> !taken.known()))
        .as("one of each event is new")
        .hasSize(2);
    assertThat(lineage.openLineage(UUID.nameUUIDFromBytes(new byte[] {1}))).hasSize(2);
  }

  @Test
  void eachEventIsInTheLedgerByItsDigestAlone() {
    UUID run = UUID.randomUUID();
    Taken taken = take(event("COMPLETE", run, "30"));
    Ledger.Recorded entry = hub.get(Ledger.class).find(taken.receipt().id()).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.LINEAGE_REPORTED);
    assertThat(entry.actor()).isEqualTo("food-airflow");
    assertThat(entry.manifest().path("event").asText()).isEqualTo(taken.digest());
    assertThat(entry.manifest().path("run").asText()).isEqualTo(run.toString());
    assertThat(entry.manifest().toString()).doesNotContain("SELECT", "approved.csv", "x_team");
    assertThat(hub.get(Ledger.class).fsck().clean()).isTrue();
  }

  @Test
  void aRunThatGoesOnDoesNotHideTheLastOne() {
    UUID old = UUID.randomUUID();
    take(event("COMPLETE", old, "10"));
    UUID next = UUID.randomUUID();
    ObjectNode started = event("START", next, "20");
    started.remove("outputs");
    take(started);
    assertThat(lineage.around(FILE, 1).edges()).extracting(Lineage.Edge::run).containsOnly(old);
    take(event("COMPLETE", next, "30"));
    assertThat(lineage.around(FILE, 1).edges()).extracting(Lineage.Edge::run).containsOnly(next);
  }

  @Test
  void nobodyReportsWhatIsNotHis() {
    ObjectNode event = event("COMPLETE", UUID.randomUUID(), "30");
    assertThat(refused(DBT, event)).hasMessageContaining("lineage-namespace");
    Reporter none = new Reporter("x", "food-agency", List.of());
    assertThat(refused(none, event)).hasMessageContaining("lineage-namespace");
    Reporter hubs = new Reporter("x", "food-agency", List.of("http://hub.test"));
    ObjectNode own = event.deepCopy();
    ((ObjectNode) own.path("job")).put("namespace", "http://hub.test").put("name", "connector/x");
    assertThat(refused(hubs, own)).hasMessageContaining("lineage-namespace");

    for (String output : List.of("resource/premises", "source/none/x", "source/dropped", "drop")) {
      ObjectNode writes = event.deepCopy();
      ObjectNode written = (ObjectNode) writes.path("outputs").path(0);
      written.put("namespace", "http://hub.test").put("name", output).remove("facets");
      assertThat(refused(AIRFLOW, writes))
          .as(output)
          .hasMessageContaining("lineage-namespace")
          .hasMessageContaining("/outputs/0");
      written.put("name", "source/drop/x.csv");
    }
    ObjectNode foreign = event.deepCopy();
    ((ObjectNode) foreign.path("job")).put("namespace", "dbt");
    assertThat(refused(DBT, foreign))
        .as("another department's Source")
        .hasMessageContaining("lineage-namespace");
    assertThat(entries()).isZero();
  }

  @Test
  void aRunIsOneReportersAndOneJobs() {
    UUID run = UUID.randomUUID();
    take(event("START", run, "00"));
    ObjectNode theirs = event("COMPLETE", run, "30");
    ((ObjectNode) theirs.path("job")).put("namespace", "dbt");
    theirs.remove("outputs");
    assertThat(refused(DBT, theirs)).hasMessageContaining("lineage-run-taken");
    ObjectNode other = event("COMPLETE", run, "30");
    ((ObjectNode) other.path("job")).put("name", "another");
    assertThat(refused(AIRFLOW, other)).hasMessageContaining("lineage-run-taken");

    UUID hubs = hub.get(Ids.class).next();
    Instant at = Instant.parse("2026-01-15T09:00:00Z");
    LineageRun own =
        new LineageRun(
            hubs,
            "connector/x",
            State.COMPLETE,
            at,
            at,
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            Map.of());
    lineage.record(own);
    assertThat(refused(AIRFLOW, event("FAIL", hubs, "30")))
        .hasMessageContaining("lineage-run-taken");
    assertThat(lineage.run(hubs)).contains(own);
    assertThat(entries()).as("what is refused is no entry").isEqualTo(1);
  }

  @Test
  void oneDatasetHasOneNameOfTheHub() {
    take(event("COMPLETE", UUID.randomUUID(), "10"));
    ObjectNode other = event("COMPLETE", UUID.randomUUID(), "20");
    ((ObjectNode) other.at("/outputs/0/facets/symlinks/identifiers/0"))
        .put("name", "source/drop/else.csv");
    assertThat(faults(refused(AIRFLOW, other)))
        .extracting(EventFault::pointer)
        .containsExactly("/outputs/0/facets/symlinks");
  }

  @Test
  void namesOfOtherNamespacesAreNeverTheHubs() {
    ObjectNode event = event("COMPLETE", UUID.randomUUID(), "30");
    ObjectNode output = (ObjectNode) event.path("outputs").path(0);
    output.put("namespace", "resource").put("name", "premises").remove("facets");
    take(event);
    assertThat(lineage.around("resource/premises", 1).edges()).isEmpty();
    assertThat(lineage.around("//resource/premises", 1).edges()).isNotEmpty();
  }

  @SuppressWarnings("unchecked")
  private static List<EventFault> faults(ProblemException refused) {
    assertThat(refused.problem().code()).isEqualTo("lineage-event-invalid");
    return (List<EventFault>) refused.problem().extensions().get("faults");
  }

  @Test
  void badEventsAreToldWhatAndWhere() {
    for (JsonNode bad : golden("bad.json")) {
      JsonNode event = changed(bad);
      List<EventFault> faults = faults(refused(AIRFLOW, event));
      assertThat(faults)
          .as(bad.path("what").asText())
          .anySatisfy(
              fault -> {
                assertThat(fault.pointer()).isEqualTo(bad.path("pointer").asText());
                assertThat(fault.message()).contains(bad.path("message").asText());
                assertThat(fault.fix()).isNotEmpty();
              });
    }
    assertThat(entries()).isZero();
  }

  /** The good event with one member set, or without it. */
  private static JsonNode changed(JsonNode bad) {
    ObjectNode event = event("COMPLETE", UUID.randomUUID(), "30");
    String at = bad.path("at").asText();
    JsonNode parent = event.at(at.substring(0, at.lastIndexOf('/')));
    String member = at.substring(at.lastIndexOf('/') + 1).replace("~1", "/");
    JsonNode value = bad.get("value");
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(member), value);
    } else if (value == null) {
      ((ObjectNode) parent).remove(member);
    } else {
      ((ObjectNode) parent).set(member, value);
    }
    return event;
  }

  @Test
  void whatIsNoRunEventIsRefusedInWords() {
    ObjectNode dataset = event("COMPLETE", UUID.randomUUID(), "30");
    dataset.remove("run");
    assertThat(refused(AIRFLOW, dataset))
        .hasMessageContaining("lineage-event-unsupported")
        .hasMessageContaining("JobEvent");
    dataset.remove("job");
    dataset.set("dataset", dataset.at("/outputs/0"));
    assertThat(refused(AIRFLOW, dataset)).hasMessageContaining("DatasetEvent");
    for (String text : List.of("", "{", "{\"a\":1,\"a\":2}", "{} {}", "[]", "null")) {
      assertThatThrownBy(() -> reports.take(AIRFLOW, text.getBytes(StandardCharsets.UTF_8), false))
          .as(text)
          .hasMessageContaining("lineage-event-invalid");
    }
  }

  @Test
  void aBatchIsTakenWholeOrNotAtAll() {
    ArrayNode batch = CanonicalJson.mapper().createArrayNode();
    UUID run = UUID.randomUUID();
    batch.add(event("COMPLETE", run, "30")).add(event("START", run, "00"));
    List<Taken> taken = reports.take(AIRFLOW, CanonicalJson.bytes(batch), true);
    assertThat(taken).hasSize(2).noneMatch(Taken::known);
    assertThat(lineage.run(run).orElseThrow().started()).isEqualTo("2026-01-15T08:00:00Z");
    batch.removeAll();
    batch.add(event("START", UUID.randomUUID(), "00"));
    batch.add(event("START", UUID.randomUUID(), "00").put("eventType", "STARTED"));
    assertThat(faults(refused(AIRFLOW, batch)))
        .extracting(EventFault::pointer)
        .containsExactly("/1/eventType");
    assertThat(entries()).isEqualTo(2);
    assertThat(faults(refused(AIRFLOW, CanonicalJson.mapper().createArrayNode())))
        .extracting(EventFault::message)
        .allMatch(message -> message.contains("1 to 500"));
  }
}
