package io.tongban.federation;

import io.tongban.hub.ApplyReport;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.registry.RecordStore;
import io.tongban.registry.StandardRecord;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A food agency with stored premises, a labour office queried live, a council that may see some of
 * it, and services over both.
 */
public final class World {
  static final String LIVE = "jdbc:h2:mem:labour" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

  private static final String KEY =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k1\","
          + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

  private static final String BASE =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: food-agency, title: {zh: 食品局, en: Food agency}}
      spec: {region: GB}
      ---
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: labour, title: {zh: 劳动局, en: Labour office}}
      spec: {region: GB}
      ---
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: adur, title: {zh: 阿杜尔, en: Adur council}}
      spec: {region: R1}
      ---
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: brent, title: {zh: 布伦特, en: Brent council}}
      spec: {region: R2}
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: text, title: {zh: 文本, en: Text}}
      spec: {definition: {zh: 文本, en: Text}, type: STRING}
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: day, title: {zh: 日期, en: Day}}
      spec: {definition: {zh: 日期, en: Day}, type: DATE}
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: count, title: {zh: 数量, en: Count}}
      spec: {definition: {zh: 数量, en: Count}, type: INTEGER}
      ---
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: inspection, title: {zh: 检查, en: Inspection}}
      spec: {description: {zh: 检查, en: To inspect}, law: Food Act s. 6}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: food-premises, title: {zh: 食品场所, en: Food premises}}
      spec:
        provider: food-agency
        sharing: CONDITIONAL
        items:
          - {name: id, element: text, required: true}
          - {name: name, element: text}
          - {name: region, element: text}
          - {name: opened, element: day}
          - {name: staff, element: count}
        key: [id]
        indexed: [region]
      ---
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: labour-db, title: {zh: 劳动库, en: Labour database}}
      spec: {department: labour, jdbc: {url: "%s", timeoutSeconds: 2}}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: employers, title: {zh: 用人单位, en: Employers}}
      spec:
        provider: labour
        sharing: CONDITIONAL
        items:
          - {name: premises, element: text, required: true}
          - {name: headcount, element: count}
        key: [premises]
        live: {source: labour-db, table: employer_table, columns: {headcount: no_of_staff}}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: adur-system, title: {zh: 系统, en: System}}
      spec: {department: adur, jwks: {"keys": [%s]}}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: brent-system, title: {zh: 系统, en: System}}
      spec: {department: brent, jwks: {"keys": [%s]}}
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: adur-food, title: {zh: 协议, en: Agreement}}
      spec:
        recipient: adur
        purposes: [inspection]
        law: Sharing Act s. 1
        from: 2026-01-01
        to: 2026-12-31
        rowLimit: 5
        resources:
          food-premises:
            columns: [id, name, region, opened]
            masks: {name: "partial(1,1)"}
            rows: region = :region
          employers:
            columns: [premises, headcount]
      """;

  private World() {}

  /** Applies definitions. */
  public static ApplyReport apply(TestHub hub, String yaml) {
    return hub.get(Definitions.class)
        .apply(
            List.of(new DefinitionFile("world.yaml", yaml.getBytes(StandardCharsets.UTF_8))),
            false);
  }

  /** The world with its rows: premises a1 to a8, every second one in R1. */
  public static void open(TestHub hub) {
    apply(hub, BASE.formatted(LIVE, KEY, KEY));
    apply(hub, service("premises-lookup", LOOKUP));
    apply(hub, service("premises-report", REPORT));
    List<Object> names =
        Arrays.asList("一号店", "The Crown", "Bob's", null, "Deli", "E", "FF", "Grill");
    try (var load =
        hub.get(RecordStore.class)
            .open("food-premises", UUID.randomUUID(), RecordStore.Mode.FULL)) {
      for (int i = 1; i <= 8; i++) {
        load.put(
            new StandardRecord(
                "a" + i,
                Arrays.asList(
                    "a" + i,
                    names.get(i - 1),
                    i % 2 == 0 ? "R2" : "R1",
                    LocalDate.of(2000 + i, 1, 2),
                    (long) i),
                i,
                "0".repeat(64)));
      }
      load.commit();
    }
    live("CREATE TABLE IF NOT EXISTS employer_table (premises VARCHAR(20), no_of_staff INTEGER)");
    live("DELETE FROM employer_table");
    for (int i = 1; i <= 8; i++) {
      live("INSERT INTO employer_table VALUES ('a%d', %d)".formatted(i, 10 * i));
    }
  }

  static void live(String sql) {
    try (var connection = DriverManager.getConnection(LIVE);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static final String LOOKUP =
      """
        provider: food-agency
        sql: |
          SELECT p.id, p.name, e.headcount
          FROM food_premises p JOIN employers e ON e.premises = p.id
          WHERE p.id = :id
        parameters: [{name: id, type: STRING}]
      """;

  static final String REPORT =
      """
        provider: food-agency
        sql: SELECT region, COUNT(*) AS premises FROM food_premises GROUP BY region
        report: {maxRows: 100, maxSeconds: 10}
      """;

  static String service(String name, String spec) {
    return """
    apiVersion: tongban.io/v1
    kind: DataService
    metadata: {name: %s, title: {zh: 服务, en: Service}}
    spec:
    """
            .formatted(name)
        + spec;
  }

  /** The faults of a refused set of definitions, as text. */
  static String faults(TestHub hub, String yaml) {
    try {
      apply(hub, yaml);
    } catch (ProblemException refused) {
      return refused.problem().extensions().toString();
    }
    return "";
  }
}
