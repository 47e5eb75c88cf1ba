package io.tongban.connectors.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tongban.connectors.ConnectorHub;
import io.tongban.connectors.Connectors;
import io.tongban.connectors.Inspections;
import io.tongban.connectors.Inspections.ColumnProfile;
import io.tongban.connectors.Inspections.Inspection;
import io.tongban.connectors.Inspections.Wanted;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.test.TestHub;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Inspecting what a department has: what is told, what is masked, what is drafted. */
class InspectionTest {
  private static final Wanted NOTHING = new Wanted(null, null);
  private static ConnectorHub hub;
  private static HttpServer web;
  private static String address;
  private static Connection connection;

  @BeforeAll
  static void open() throws Exception {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] json =
        "{\"meta\": {}, \"data\": {\"items\": [{\"id\": 1, \"name\": \"one\"}, {\"id\": 2}]}}"
            .getBytes(StandardCharsets.UTF_8);
    web.createContext(
        "/v1/items",
        exchange -> {
          exchange.sendResponseHeaders(200, json.length);
          exchange.getResponseBody().write(json);
          exchange.close();
        });
    web.start();
    address = "http://127.0.0.1:" + web.getAddress().getPort();
    String base = "jdbc:h2:mem:inspected-" + UUID.randomUUID();
    connection = DriverManager.getConnection(base, "reader", "secret");
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE entry (id INT, opened DATE)");
      statement.execute("INSERT INTO entry VALUES (1, DATE '2020-01-02'), (2, DATE '2021-03-04')");
    }
    TestHub.variables(Map.of("WEB_URL", address + "/v1", "BASE_URL", base + ";IFEXISTS=TRUE"));
    hub = new ConnectorHub(TestHub.onH2());
    hub.apply(ConnectorHub.resource("/story/entries.yaml"));
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: DataElement
        metadata: {name: citizen-id-number, title: {zh: 公民身份号码, en: Citizen ID number}}
        spec: {definition: {zh: 公民身份号码, en: Citizen ID number}, type: STRING, format: an18, check: gb11643, personal: true}
        ---
        apiVersion: tongban.io/v1
        kind: DataElement
        metadata: {name: person-name, title: {zh: 姓名, en: Name of a person}}
        spec: {definition: {zh: 姓名, en: Name of a person}, type: STRING, format: an..60, personal: true}
        """);
  }

  @AfterAll
  static void close() throws Exception {
    hub.close();
    connection.close();
    web.stop(0);
  }

  private static Inspection file(String name, String text, Charset charset) {
    return hub.get(Inspections.class)
        .file(name, new ByteArrayInputStream(text.getBytes(charset)), true, NOTHING);
  }

  private static ColumnProfile column(Inspection inspection, String name) {
    return inspection.columns().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void personalDataIsRecognisedAndMasked() {
    String text =
        "xm,sfzh,电话,备注\n张敏,990001199003078046,13800138000,身份证 990001199003078046 已核\n"
            + "李强,990001197511128119,13900139000,无\n王芳,990002200102286029,13700137000,无\n";

    Inspection seen = file("人员.csv", text, Charset.forName("GB18030"));

    assertThat(seen.evidence()).anyMatch(e -> e.startsWith("GB18030"));
    assertThat(column(seen, "sfzh").candidates().get(0).element()).isEqualTo("citizen-id-number");
    assertThat(column(seen, "sfzh").facts().get(0)).isEqualTo("100 % ID numbers (GB 11643)");
    assertThat(column(seen, "sfzh").personal()).isTrue();
    assertThat(column(seen, "sfzh").key()).isTrue();
    assertThat(column(seen, "xm").candidates().get(0).element()).isEqualTo("person-name");
    assertThat(column(seen, "xm").samples()).allMatch(s -> s.matches(".•+"));
    assertThat(seen.toString())
        .doesNotContain("张敏", "99000119900307", "13800138000", "990002200102286029");
    assertThat(seen.yaml()).contains("personal: true").doesNotContain("1380");
  }

  @Test
  void whatIsDraftedCanBeAppliedAndRun() {
    String text = "编号,名称,开业日期,营业额\nA001,甲店,2020年1月5日,12.5\nA002,乙店,2021年12月31日,7\n";

    Inspection seen = file("shops.csv", text, StandardCharsets.UTF_8);

    assertThat(column(seen, "开业日期").dateFormat()).isEqualTo("uuuu年M月d日");
    assertThat(column(seen, "营业额").type()).isEqualTo("DECIMAL");
    var file = new DefinitionFile("draft.yaml", seen.yaml().getBytes(StandardCharsets.UTF_8));
    hub.get(Definitions.class).apply(List.of(file), false);
    hub.supply("shops-drop", "shops.csv", text.getBytes(StandardCharsets.UTF_8));
    Connectors.Run run = hub.run("shops-load");
    assertThat(run.problem()).isNull();
    assertThat(run.accepted()).isEqualTo(2);
  }

  @Test
  void aConnectorIsDraftedForAResource() {
    Inspection seen =
        hub.get(Inspections.class)
            .file(
                "new.tsv",
                new ByteArrayInputStream(
                    "Number\tLabel\tSince\tFee\n1\tone\t17-Jun-16\t2.50\n"
                        .getBytes(StandardCharsets.UTF_8)),
                true,
                new Wanted("entries", null));
    assertThat(seen.format()).isEqualTo("tsv");
    assertThat(seen.yaml())
        .contains("resource: entries")
        .contains("item: since, from: \"Since\", steps: [trim], dateFormat: \"d-MMM-uu\"")
        .contains("item: fee, from: \"Fee\"")
        .doesNotContain("kind: Resource");
    var file = new DefinitionFile("draft.yaml", seen.yaml().getBytes(StandardCharsets.UTF_8));
    assertThat(hub.get(Definitions.class).apply(List.of(file), true).created()).hasSize(2);
  }

  @Test
  void declaredSourcesAreReachedAndNoOthers() {
    Inspections inspections = hub.get(Inspections.class);
    Inspection items = inspections.source("web/items", NOTHING);
    assertThat(items.format()).isEqualTo("json");
    assertThat(items.yaml()).contains("records: \"/data/items\"").contains("path: \"/items\"");
    assertThat(items.rows()).isEqualTo(2);
    assertThat(inspections.source(address + "/v1/items", NOTHING).rows()).isEqualTo(2);
    Inspection table = inspections.source("base/entry", NOTHING);
    assertThat(column(table, "opened").type()).isEqualTo("DATE");
    assertThat(table.yaml()).contains("query: \"SELECT * FROM entry\"");

    for (String place :
        List.of(
            "http://169.254.169.254/latest",
            address + "/other",
            address + "/v1/../other",
            "http://reader@127.0.0.1/v1/items")) {
      assertThatThrownBy(() -> inspections.source(place, NOTHING))
          .as(place)
          .hasMessageContaining("address");
    }
    assertThatThrownBy(() -> inspections.source("base/entry; DROP TABLE entry", NOTHING))
        .hasMessageContaining("TABLE");
    assertThatThrownBy(() -> inspections.source("wbe/items", NOTHING))
        .hasMessageContaining("did you mean \"web\"");
  }

  @Test
  void memoryAndDistinctCountsAreBounded() {
    DistinctSketch sketch = new DistinctSketch(512);
    for (int i = 0; i < 200_000; i++) {
      sketch.add("value " + i % 50_000);
    }
    assertThat(sketch.exact()).isFalse();
    assertThat(sketch.count()).isBetween(42_000L, 58_000L);
    assertThat(sketch.sample()).hasSize(512);
  }

  @Test
  void shapes() {
    assertThat(ValueShape.of("AA999-汉字x")).isEqualTo("A{2}9{3}-汉{2}a");
  }
}
