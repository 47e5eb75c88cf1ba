package io.tongban.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.registry.RecordStore;
import io.tongban.registry.StandardRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A land office with 2,500 parcels of every data type, a council that may see them, one not. */
@ApplicationScoped
class LandHub {
  static final int PARCELS = 2_500;
  private final Definitions definitions;
  private final RecordStore records;
  private final HubSettings settings;
  private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
  private DepartmentClient adur;
  private DepartmentClient brent;

  @Inject
  LandHub(Definitions definitions, RecordStore records, HubSettings settings) {
    this.definitions = definitions;
    this.records = records;
    this.settings = settings;
  }

  /** The client with the agreement. */
  synchronized DepartmentClient adur() {
    open();
    return adur;
  }

  /** The client without. */
  synchronized DepartmentClient brent() {
    open();
    return brent;
  }

  HubSettings settings() {
    return settings;
  }

  /** A bearer token for JDBC; a client may hold 32, so tests end theirs. */
  String bearer(DepartmentClient client) {
    JsonNode issued = client.post("/v1/jdbc-tokens", "{}").json();
    String renew = issued.path("renew").asText();
    ends.add(() -> client.delete(renew));
    return issued.path("access_token").asText();
  }

  /** Ends the tokens that were had. */
  void endBearers() {
    for (Runnable end = ends.poll(); end != null; end = ends.poll()) {
      end.run();
    }
  }

  private void open() {
    if (adur != null) {
      return;
    }
    DepartmentClient first = new DepartmentClient("adur-system");
    DepartmentClient second = new DepartmentClient("brent-system");
    first.at(settings.publicUrl());
    second.at(settings.publicUrl());
    apply(BASE);
    apply(client("adur", false, first));
    apply(client("brent", false, second));
    load();
    adur = first;
    brent = second;
  }

  /** Suspends or reinstates the client with the agreement. */
  void suspend(boolean suspended) {
    apply(client("adur", suspended, adur()));
  }

  private static String client(String department, boolean suspended, DepartmentClient client) {
    return """
    apiVersion: tongban.io/v1
    kind: Client
    metadata: {name: %s-system, title: {zh: 系统, en: System}}
    spec: {department: %s, suspended: %s, jwks: {"keys": [%s]}}
    """
        .formatted(department, department, suspended, client.publicKey());
  }

  void apply(String yaml) {
    definitions.apply(
        List.of(new DefinitionFile("land.yaml", yaml.getBytes(StandardCharsets.UTF_8))), false);
  }

  private void load() {
    try (var load = records.open("land-parcels", UUID.randomUUID(), RecordStore.Mode.FULL)) {
      for (int i = 0; i < PARCELS; i++) {
        load.put(
            new StandardRecord(
                "p" + i,
                Arrays.asList(
                    "p" + i,
                    i == 3 ? "=1+1" : i == 4 ? "a,\"b\"" : i == 5 ? null : "地块" + i,
                    new BigDecimal("1234.5").add(BigDecimal.valueOf(-i)),
                    LocalDate.of(2000, 1, 1).plusDays(i),
                    Instant.parse("2026-01-15T08:00:00.123Z").plusSeconds(i),
                    i % 2 == 0,
                    (long) i,
                    "secret" + i),
                i,
                "0".repeat(64)));
      }
      load.commit();
    }
  }

  private static final String BASE =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: land, title: {zh: 国土局, en: Land office}}
      spec: {region: CN}
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
      metadata: {name: moment, title: {zh: 时刻, en: Moment}}
      spec: {definition: {zh: 时刻, en: Moment}, type: TIMESTAMP}
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: count, title: {zh: 数量, en: Count}}
      spec: {definition: {zh: 数量, en: Count}, type: INTEGER}
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: size, title: {zh: 面积, en: Size}}
      spec: {definition: {zh: 面积, en: Size}, type: DECIMAL}
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: flag, title: {zh: 标志, en: Flag}}
      spec: {definition: {zh: 标志, en: Flag}, type: BOOLEAN}
      ---
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: inspection, title: {zh: 检查, en: Inspection}}
      spec: {description: {zh: 检查, en: To inspect}, law: Land Act s. 6}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: land-parcels, title: {zh: 地块, en: Land parcels}}
      spec:
        provider: land
        sharing: CONDITIONAL
        items:
          - {name: id, element: text, required: true}
          - {name: label, element: text}
          - {name: area, element: size}
          - {name: registered, element: day}
          - {name: changed, element: moment}
          - {name: listed, element: flag}
          - {name: floors, element: count}
          - {name: owner, element: text}
        key: [id]
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: land-owners, title: {zh: 业主, en: Land owners}}
      spec:
        provider: land
        sharing: CONDITIONAL
        items:
          - {name: id, element: text, required: true}
        key: [id]
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: adur-land, title: {zh: 协议, en: Agreement}}
      spec:
        recipient: adur
        purposes: [inspection]
        law: Sharing Act s. 1
        from: 2020-01-01
        to: 2099-12-31
        resources:
          land-parcels: {columns: [id, label, area, registered, changed, listed, floors]}
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: parcel-lookup, title: {zh: 地块查询, en: Parcel look-up}}
      spec:
        provider: land
        description: {zh: 查地块, en: Looks up a parcel}
        sql: SELECT id, label FROM land_parcels WHERE id = :id
        parameters:
          - {name: id, type: STRING, example: p7, description: {zh: 编号, en: Number of the parcel}}
        deprecated: {since: 2025-06-01, sunset: 2098-01-01, successor: parcel-lookup-2}
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: parcel-lookup-2, title: {zh: 地块查询, en: Parcel look-up}}
      spec:
        service: parcel-lookup
        majorVersion: 2
        provider: land
        sql: SELECT id, label, area FROM land_parcels WHERE id = :id AND floors >= :floors
        parameters:
          - {name: id, type: STRING, example: p7}
          - {name: floors, type: INTEGER, example: "0"}
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: parcel-lookup-0, title: {zh: 地块查询, en: Parcel look-up}}
      spec:
        service: parcel-lookup
        majorVersion: 9
        provider: land
        sql: SELECT id FROM land_parcels WHERE id = :id
        parameters: [{name: id, type: STRING}]
        deprecated: {since: 2024-06-01, sunset: 2025-01-01, successor: parcel-lookup-2}
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: parcel-report, title: {zh: 地块报表, en: Parcel report}}
      spec:
        provider: land
        sql: SELECT id, label FROM land_parcels
        report: {maxRows: 2000, maxSeconds: 30}
      """;
}
