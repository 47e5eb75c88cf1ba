package io.tongban.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Cursor;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Lineage;
import io.tongban.registry.RecordStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The story's ingestion on the real registers: every figure of it, on both databases. */
abstract class StoryContract {
  private static final Path FOOD = ConnectorHub.EXAMPLES.resolve("food-safety/data");
  private static final Path DIVISIONS = ConnectorHub.EXAMPLES.resolve("divisions/data");
  private static final String PREMISES = "approved-food-establishments.csv";
  private ConnectorHub hub;
  private AuthorityRegister register;
  private HttpServer audits;

  abstract TestHub start();

  @BeforeEach
  void open() throws Exception {
    register = new AuthorityRegister();
    audits = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] csv = ConnectorHub.bytes(FOOD.resolve("approved-meat-establishment.csv"));
    audits.createContext(
        "/audits.csv",
        exchange -> {
          exchange.sendResponseHeaders(200, csv.length);
          exchange.getResponseBody().write(csv);
          exchange.close();
        });
    audits.start();
    TestHub.variables(
        Map.of(
            "AUDITS_URL",
            "http://127.0.0.1:" + audits.getAddress().getPort(),
            "REGISTER_URL",
            register.url(),
            "REGISTER_PASSWORD",
            AuthorityRegister.PASSWORD));
    hub = new ConnectorHub(start());
  }

  @AfterEach
  void close() throws Exception {
    hub.close();
    audits.stop(0);
    register.close();
  }

  @Test
  void premisesComeOutWithTheirFiguresAndAgainUnchanged() {
    hub.applyStory("food-safety");
    byte[] csv = ConnectorHub.bytes(FOOD.resolve(PREMISES));
    hub.supply("food-agency-drop", PREMISES, csv);

    Run first = hub.run("premises-drop");

    assertThat(first.problem()).isNull();
    assertThat(first.state()).isEqualTo(RunState.COMPLETE);
    assertThat(first.read()).isEqualTo(6348);
    assertThat(first.accepted()).isEqualTo(6343);
    assertThat(first.quarantined()).isEqualTo(5);
    assertThat(first.lookups().get("authority_id"))
        .isEqualTo(Map.of("blank", 145L, "unknown", 1231L, "unresolved", 9L, "resolved", 4963L));
    assertThat(first.lookups().get("authority_id_unmigrated"))
        .isEqualTo(Map.of("blank", 145L, "unknown", 1231L, "unresolved", 1760L, "resolved", 3212L));
    assertThat(first.inputDigest()).isEqualTo(HexFormat.of().formatHex(CanonicalJson.sha256(csv)));
    assertThat(hub.get(Connectors.class).quarantineReasons(first.id()))
        .isEqualTo(Map.of("duplicate-key", 5L));
    assertThat(hub.get(RecordStore.class).count("premises")).isEqualTo(6343);
    evidence(first);
    origin(first);

    Run second = hub.run("premises-drop");
    assertThat(second.unchanged()).isEqualTo(6343);
    assertThat(second.accepted()).isZero();
    assertThat(second.quarantined()).isEqualTo(5);
    assertThat(second.deleted()).isZero();
  }

  /** The load is in the ledger and in the lineage graph. */
  private void evidence(Run run) {
    Ledger.Recorded entry = hub.get(Ledger.class).find(run.receiptId()).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.LOAD);
    assertThat(entry.actor()).isEqualTo("hub");
    assertThat(entry.manifest().at("/counts/accepted").asLong()).isEqualTo(6343);
    assertThat(entry.manifest().at("/inputDigest").asText()).isEqualTo(run.inputDigest());
    var lineage = hub.get(Lineage.class).run(run.id()).orElseThrow();
    assertThat(lineage.columns().get("resource/premises.approval_number"))
        .containsExactly("source/food-agency-drop/" + PREMISES + ".AppNo");
    assertThat(lineage.facts()).containsEntry("quarantined", "5");
  }

  /** From a record to its row of the file. */
  private void origin(Run run) {
    RecordStore.Origin origin = hub.get(RecordStore.class).origin("premises", "AR 001").get();
    assertThat(origin.run()).isEqualTo(run.id());
    Map<String, String> row =
        hub.get(Connectors.class).sourceRow(run.id(), origin.row()).orElseThrow();
    assertThat(row).containsEntry("AppNo", "AR 001").containsEntry("TradingName", "Monteum Ltd");
    assertThat(HexFormat.of().formatHex(CanonicalJson.sha256(row))).isEqualTo(origin.hash());
    assertThat(hub.get(Connectors.class).sourceRow(run.id(), 7000)).isEmpty();
  }

  @Test
  void auditsComeOverHttpWithTheirDates() {
    hub.applyStory("food-safety");

    Run run = hub.run("audits-http");

    assertThat(run.problem()).isNull();
    assertThat(run.accepted()).isEqualTo(968);
    assertThat(run.quarantined()).isZero();
    assertThat(
            hub.column(
                "SELECT CAST(audit_date AS VARCHAR) FROM records.audits_v1"
                    + " WHERE approval_number = '1000'"))
        .containsExactly("2016-06-17");
  }

  @Test
  void countsAreStandardisedOnTheCodesOfTheirDay() {
    hub.applyStory("divisions");
    hub.supply(
        "health-drop", "2020-02-20.csv", ConnectorHub.bytes(DIVISIONS.resolve("2020-02-20.csv")));
    hub.supply(
        "health-drop",
        "nhc-2020-02-20.gbk.csv",
        ConnectorHub.bytes(DIVISIONS.resolve("nhc-2020-02-20.gbk.csv")));

    Run run = hub.run("epidemic-daily");

    assertThat(run.problem()).isNull();
    assertThat(run.read()).isEqualTo(485);
    assertThat(run.filtered()).isEqualTo(546 - 485);
    assertThat(run.accepted()).isEqualTo(450);
    assertThat(run.quarantined()).isEqualTo(35);
    assertThat(run.lookups().get("city_code"))
        .isEqualTo(Map.of("valid", 449L, "succeeded", 1L, "none", 35L));
    List<QuarantinedRow> rows = hub.get(Connectors.class).quarantine(run.id(), null, 1000);
    assertThat(rows).hasSize(35).allMatch(r -> r.reason().equals("no-code"));
    assertThat(rows).allMatch(r -> r.item().equals("city_code") && !r.message().isBlank());
    assertThat(rows).allMatch(r -> !r.source().get("city").isBlank());
    assertThat(hub.get(RecordStore.class).origin("epidemic-daily", "2020-02-20|220381"))
        .isPresent();

    Run gbk = hub.run("epidemic-daily-gbk");
    assertThat(gbk.unchanged()).as("the GBK copy gives the same records").isEqualTo(450);
    assertThat(gbk.quarantined()).isEqualTo(35);
    assertThat(gbk.accepted()).isZero();
    pages(run, rows);
  }

  private void pages(Run run, List<QuarantinedRow> all) {
    Connectors connectors = hub.get(Connectors.class);
    List<QuarantinedRow> first = connectors.quarantine(run.id(), null, 20);
    Cursor after = new Cursor(List.of(Long.toString(first.get(19).row())));
    List<QuarantinedRow> second = connectors.quarantine(run.id(), after, 20);
    assertThat(first).isEqualTo(all.subList(0, 20));
    assertThat(second).isEqualTo(all.subList(20, 35));
  }

  @Test
  void rareStreetNamesSurviveInGb18030AndAreCaughtInGbk() {
    hub.applyStory("divisions");
    byte[] streets = ConnectorHub.bytes(DIVISIONS.resolve("streets.gb18030.csv"));
    hub.supply("statistics-drop", "streets.gb18030.csv", streets);

    Run run = hub.run("streets-gb18030");

    assertThat(run.problem()).isNull();
    assertThat(run.accepted()).isEqualTo(41_352);
    List<String> names =
        new String(streets, Charset.forName("GB18030"))
            .lines()
            .skip(1)
            .map(line -> line.split(",")[0] + line.split(",")[1].replace("\"", ""))
            .sorted()
            .toList();
    assertThat(hub.column("SELECT code || name FROM records.streets_v1").stream().sorted().toList())
        .isEqualTo(names);
    assertThat(hub.column("SELECT name FROM records.streets_v1 WHERE name LIKE '%㳇%'"))
        .containsExactly("湖㳇镇");

    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Connector
        metadata: {name: streets-gb18030}
        spec:
          source: statistics-drop
          resource: streets
          input: {format: csv, file: "streets*.csv", encoding: GBK}
          fields:
            - {item: code, from: code}
            - {item: name, from: name, steps: [trim]}
        """);
    Run damaged = hub.run("streets-gb18030");
    assertThat(damaged.quarantined()).isEqualTo(8);
    assertThat(hub.get(Connectors.class).quarantineReasons(damaged.id()))
        .isEqualTo(Map.of("broken-encoding", 8L));
    assertThat(damaged.unchanged()).isEqualTo(41_352 - 8);
    QuarantinedRow first = hub.get(Connectors.class).quarantine(damaged.id(), null, 1).get(0);
    assertThat(first.message()).contains("GBK").contains("offset");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(first.source().get("name"))).isTrue();
  }
}
