package io.tongban.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageRun;
import io.tongban.registry.RecordStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes in: every row is somewhere, and a run that fails changes nothing and says why. */
abstract class BadInputContract {
  private static final String THREE =
      "id,name,since,fee\n1,one,17-Jun-16,1.5\n2,two,,n/a\n3,three,1-Jan-20,\n";
  private ConnectorHub hub;
  private HttpServer web;
  private String base;

  abstract TestHub start();

  @BeforeEach
  void open() throws Exception {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.start();
    base = "jdbc:h2:mem:base-" + UUID.randomUUID();
    TestHub.variables(
        Map.of(
            "WEB_URL", "http://127.0.0.1:" + web.getAddress().getPort(),
            "BASE_URL", base + ";IFEXISTS=TRUE"));
    hub = new ConnectorHub(start());
    hub.apply(ConnectorHub.resource("/story/entries.yaml"));
  }

  @AfterEach
  void close() {
    hub.close();
    web.stop(0);
  }

  private Run csv(String text) {
    hub.supply("drop", "entries.csv", text.getBytes(StandardCharsets.UTF_8));
    return hub.run("entries-csv");
  }

  private List<QuarantinedRow> quarantine(Run run) {
    return hub.get(Connectors.class).quarantine(run.id(), null, 100);
  }

  private long stored() {
    return hub.get(RecordStore.class).count("entries");
  }

  @Test
  void aChangedFileGivesExactFigures() {
    Run first = csv(THREE);
    assertThat(first.accepted()).isEqualTo(3);
    assertThat(hub.column("SELECT CAST(fee AS VARCHAR) FROM records.entries_v1 ORDER BY id"))
        .allMatch(fee -> Double.parseDouble(fee) >= 0);

    Run second = csv("id,name,since,fee\n1,one,17-Jun-16,1.5\n2,zwei,,\n4,four,,\n");

    assertThat(second.unchanged()).isEqualTo(1);
    assertThat(second.accepted()).isEqualTo(2);
    assertThat(second.deleted()).isEqualTo(1);
    assertThat(hub.column("SELECT name FROM records.entries_v1 ORDER BY id"))
        .containsExactly("one", "zwei", "four");
    assertThat(hub.get(Connectors.class).runs("entries-csv", 10))
        .extracting(Run::id)
        .containsExactly(second.id(), first.id());
  }

  @Test
  void everyBadRowIsKeptWithItsReasonAndPlace() {
    Run run =
        csv(
            "id,name,since,fee\n1,one,,\n2,two\n3,,,\n4,four,2016-06-17,\n5,five,,-1\n"
                + "1,again,,\n6,six,,much\n,seven,,\n8,"
                + "x".repeat(41)
                + ",,\n");

    assertThat(run.state()).isEqualTo(RunState.COMPLETE);
    assertThat(run.read()).isEqualTo(9);
    assertThat(run.accepted()).isEqualTo(1);
    assertThat(quarantine(run))
        .extracting(QuarantinedRow::row, QuarantinedRow::reason, QuarantinedRow::item)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, "wrong-column-count", null),
            org.assertj.core.groups.Tuple.tuple(3L, "required", "name"),
            org.assertj.core.groups.Tuple.tuple(4L, "not-a-date", "since"),
            org.assertj.core.groups.Tuple.tuple(5L, "quality-rule", "fee"),
            org.assertj.core.groups.Tuple.tuple(6L, "duplicate-key", null),
            org.assertj.core.groups.Tuple.tuple(7L, "not-a-number", "fee"),
            org.assertj.core.groups.Tuple.tuple(8L, "key-missing", "id"),
            org.assertj.core.groups.Tuple.tuple(9L, "too-long", "name"));
    assertThat(quarantine(run).get(2).source()).containsEntry("since", "2016-06-17");
    assertThat(quarantine(run)).allMatch(row -> !row.message().contains("again"));
  }

  @Test
  void anEmptyOrTruncatedFileDoesNotWipeTheResource() {
    csv(THREE);

    Run empty = csv("id,name,since,fee\n");
    assertThat(empty.state()).isEqualTo(RunState.FAILED);
    assertThat(empty.problem()).contains("allowShrink").contains("3 would be deleted");
    Run cut = csv("id,name,since,fee\n1,one,17-Jun-16,1.5\n2,\"tw");
    assertThat(cut.state()).isEqualTo(RunState.FAILED);
    assertThat(cut.problem()).contains("line 3");
    assertThat(csv("").problem()).contains("header");

    assertThat(stored()).isEqualTo(3);
    assertThat(quarantine(empty)).isEmpty();
    assertThat(hub.get(Lineage.class).run(cut.id()).orElseThrow().state())
        .isEqualTo(LineageRun.State.FAIL);

    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Connector
        metadata: {name: entries-csv}
        spec:
          source: drop
          resource: entries
          input: {format: csv, file: "entries*.csv"}
          allowShrink: true
          fields:
            - {item: id, from: id}
            - {item: name, from: name}
        """);
    Run allowed = csv("id,name\n");
    assertThat(allowed.state()).isEqualTo(RunState.COMPLETE);
    assertThat(allowed.deleted()).isEqualTo(3);
  }

  @Test
  void aMissingColumnOrTooLargeAFileFailsWithTheRemedy() {
    assertThat(csv("id,nmae,since,fee\n1,one,,\n").problem()).contains("\"name\"").contains("nmae");
    assertThat(csv("id,name,since,fee\n" + "1,one,,\n".repeat(20_000)).problem())
        .contains("maxBytes");
    assertThat(stored()).isZero();
  }

  @Test
  void anXmlBombIsRefusedAndTheHubKeepsServing() {
    byte[] bomb = ConnectorHub.resource("/xxe/billion-laughs.xml").getBytes(StandardCharsets.UTF_8);
    hub.supply("drop", "bomb.xml", bomb);
    Run refused = hub.run("entries-xml");
    assertThat(refused.state()).isEqualTo(RunState.FAILED);
    assertThat(refused.problem()).contains("DOCTYPE").contains("line 7");

    hub.supply(
        "drop",
        "bomb.xml",
        "<a><entry id='1'><name>one</name></entry></a>".getBytes(StandardCharsets.UTF_8));
    assertThat(hub.run("entries-xml").accepted()).isEqualTo(1);
  }

  @Test
  void anUnreachableDatabaseFailsTheRunOnly() throws Exception {
    csv(THREE);
    Run unreachable = hub.run("entries-table");
    assertThat(unreachable.state()).isEqualTo(RunState.FAILED);
    assertThat(unreachable.problem()).contains("base").doesNotContain("secret");
    assertThat(stored()).isEqualTo(3);

    try (Connection c = DriverManager.getConnection(base, "reader", "secret");
        var statement = c.createStatement()) {
      assertThat(hub.run("entries-table").problem()).contains("query");
      statement.execute(
          "CREATE TABLE entry (id INT, name VARCHAR(20), since DATE, fee NUMERIC(8, 2))");
      statement.execute(
          "INSERT INTO entry VALUES (1, 'one', DATE '2016-06-17', 1.5), (2, NULL, NULL, NULL),"
              + " (5, '五', NULL, 2)");
      hub.apply(
          ConnectorHub.resource("/story/entries.yaml")
              .replace("Name: \"*\"}", "Name: \"*\"}\n  allowShrink: true"));
      Run run = hub.run("entries-table");
      assertThat(run.problem()).isNull();
      assertThat(run.read()).isEqualTo(2);
      assertThat(run.filtered()).isEqualTo(1);
      assertThat(run.unchanged()).isEqualTo(1);
      assertThat(run.inputName()).isEqualTo("entry");
      assertThat(hub.get(Connectors.class).sourceRow(run.id(), 3).orElseThrow())
          .containsEntry("name", "五");
    }
  }

  @Test
  void aWebServiceThatFailsOrBreaksOffFailsTheRunOnly() {
    assertThat(hub.run("entries-web").problem()).contains("web");
    byte[] json = "{\"items\": [{\"id\": 1, \"name\": \"one\"}]}".getBytes(StandardCharsets.UTF_8);
    int[] length = {json.length + 10};
    web.createContext(
        "/entries",
        exchange -> {
          exchange.sendResponseHeaders(200, length[0]);
          exchange.getResponseBody().write(json);
          exchange.close();
        });
    Run cut = hub.run("entries-web");
    assertThat(cut.state()).isEqualTo(RunState.FAILED);
    length[0] = json.length;
    assertThat(hub.run("entries-web").accepted()).isEqualTo(1);
  }

  @Test
  void previewStoresNothing() {
    hub.supply("drop", "entries.csv", (THREE + "4\n").getBytes(StandardCharsets.UTF_8));

    Connectors.Preview preview = hub.get(Connectors.class).preview("entries-csv", 10);

    assertThat(preview.items()).containsExactly("id", "name", "since", "fee");
    assertThat(preview.rows()).hasSize(3).contains(List.of("1", "one", "2016-06-17", "1.5"));
    assertThat(preview.rejected())
        .extracting(QuarantinedRow::reason)
        .containsExactly("wrong-column-count");
    assertThat(stored()).isZero();
    assertThat(hub.get(Connectors.class).runs(null, 10)).isEmpty();
    assertThatThrownBy(() -> hub.get(Connectors.class).start("entries-cvs"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("did you mean \"entries-csv\"");
  }

  @Test
  void nothingDroppedIsSaidSo() {
    assertThat(hub.run("entries-csv").problem()).contains("entries*.csv");
  }
}
