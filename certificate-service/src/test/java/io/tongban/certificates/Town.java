package io.tongban.certificates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.RowRef;
import io.tongban.registry.RecordStore;
import io.tongban.registry.Registry;
import io.tongban.registry.StandardRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A small hub: an agency that approves premises, and a council that checks what it is shown. */
public final class Town {
  /** The agency's issuing system. */
  public static final Actor AGENCY = new Actor("agency-system", "agency", "GB");

  /** Another system of the agency, which may not issue. */
  public static final Actor READER = new Actor("agency-reader", "agency", "GB");

  /** The council's counter. */
  public static final Actor COUNCIL = new Actor("council-system", "council", "GB");

  /** An issuer of another department. */
  public static final Actor STRANGER = new Actor("council-issuer", "council", "GB");

  public static final String ISSUER = "http://hub.test/issuer/agency";

  private static final String KEY =
      "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k1\","
          + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

  public static final String WORLD =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: agency, title: {zh: 食品局, en: Food agency}}
      spec: {region: GB}
      ---
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: council, title: {zh: 区议会, en: Council}}
      spec: {region: GB}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: agency-system, title: {zh: 系统, en: System}}
      spec: {department: agency, roles: [caller, issuer], jwks: KEY}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: agency-reader, title: {zh: 系统, en: System}}
      spec: {department: agency, jwks: KEY}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: council-system, title: {zh: 系统, en: System}}
      spec: {department: council, jwks: KEY}
      ---
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: council-issuer, title: {zh: 系统, en: System}}
      spec: {department: council, roles: [issuer], jwks: KEY}
      ---
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: issue, title: {zh: 制证, en: Issue}}
      spec: {description: {zh: 制发证照, en: To issue certificates}, law: Food Act s. 4}
      ---
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: counter, title: {zh: 窗口, en: Counter}}
      spec: {description: {zh: 窗口核验, en: To check at a counter}}
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
      metadata: {name: amount, title: {zh: 数额, en: Amount}}
      spec: {definition: {zh: 数额, en: Amount}, type: DECIMAL}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: premises, title: {zh: 场所, en: Premises}}
      spec:
        provider: agency
        sharing: CONDITIONAL
        sharingCondition: Food Act s. 9
        items:
          - {name: number, element: text, required: true}
          - {name: name, element: text}
          - {name: town, element: text}
          - {name: opened, element: day}
          - {name: fee, element: amount}
          - {name: note, element: text}
        key: [number]
        indexed: [town]
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: premises-facts, title: {zh: 场所, en: Premises}}
      spec:
        provider: agency
        sql: SELECT number, name, town, opened, fee FROM premises WHERE number = :number
        parameters: [{name: number, type: STRING, required: true}]
      ---
      apiVersion: tongban.io/v1
      kind: DataService
      metadata: {name: premises-of-town, title: {zh: 场所, en: Premises}}
      spec:
        provider: agency
        sql: SELECT number, name FROM premises WHERE town = :town
        parameters: [{name: town, type: STRING, required: true}]
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: approval, title: {zh: 批准证, en: Approval}}
      spec:
        authority: agency
        vct: urn:test:approval:1
        service: premises-facts
        purpose: issue
        numberClaim: number
        validDays: 30
        display: {background_color: "#123456", text_color: "#ffffff"}
        selfService: {parameter: number, client: agency-system}
        claims:
          - {name: number, column: number, disclosable: false, title: {zh: 编号, en: Number}}
          - {name: name, column: name, title: {zh: 名称, en: Name}}
          - {name: town, column: town}
          - {name: opened, column: opened}
          - {name: fee, column: fee}
      ---
      apiVersion: tongban.io/v1
      kind: Wallet
      metadata: {name: pocket, title: {zh: 口袋钱包, en: Pocket wallet}}
      spec:
        clientId: https://wallet.test
        redirectUris: ["https://wallet.test/back?app=1", "pocket:/back"]
      ---
      apiVersion: tongban.io/v1
      kind: Wallet
      metadata: {name: other, title: {zh: 另一钱包, en: Other wallet}}
      spec: {clientId: other-wallet, redirectUris: ["https://other.test/back"]}
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: town-approval, title: {zh: 城镇证, en: Town approval}}
      spec:
        authority: agency
        vct: https://types.test/town-approval
        service: premises-of-town
        purpose: issue
        numberClaim: number
        claims:
          - {name: number, column: number}
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: licence, title: {zh: 许可证, en: Licence}}
      spec:
        authority: agency
        code: 11100000MB03271699022
        statusBits: 1
        vct: urn:test:licence:1
        service: premises-facts
        purpose: issue
        numberClaim: number
        claims:
          - {name: number, column: number}
        national:
          definingAuthority: {name: 国家食品局, code: 11100000MB03271699}
          issuerCode: "340100"
          areaCode: "340100"
          holderCodeType: "001"
          serviceItem: 食品经营许可
      """
          .replace("KEY", KEY);

  private Town() {}

  /** Declares and fills it. */
  public static void build(TestHub hub) {
    apply(hub, WORLD);
    List<String> columns =
        hub.get(Registry.class).resource("premises").orElseThrow().columns().stream()
            .map(io.tongban.registry.Column::name)
            .toList();
    try (RecordStore.Load load =
        hub.get(RecordStore.class)
            .open("premises", hub.get(Ids.class).next(), RecordStore.Mode.FULL)) {
      for (int i = 1; i <= 80; i++) {
        Map<String, Object> row = new HashMap<>();
        row.put("number", "P" + i);
        row.put("name", "茶楼 Tearoom " + i);
        row.put("town", i <= 2 ? "Twin" : "Town" + i);
        row.put("opened", i == 7 ? null : LocalDate.of(2020, 1, i % 28 + 1));
        row.put("fee", new BigDecimal("12.50"));
        List<Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(row.get(column)));
        load.put(new StandardRecord("P" + i, values, i, "0".repeat(64)));
      }
      load.commit();
    }
  }

  /** Notes that somebody received a record of the premises; the id of the ledger entry. */
  public static UUID received(TestHub hub, Actor actor, String key) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.putObject("actor").put("client", actor.client()).put("department", actor.department());
    manifest.put("action", "call");
    UUID id = hub.get(Ids.class).next();
    hub.get(Ledger.class)
        .append(
            new LedgerEntry(
                id,
                EntryType.ACCESS,
                hub.clock().instant(),
                actor.client(),
                manifest,
                List.of(new RowRef("premises", key))));
    return id;
  }

  /** Applies definitions; a fault in them fails the test with all of them. */
  public static void apply(TestHub hub, String yaml) {
    try {
      hub.get(Definitions.class).apply(files(yaml), false);
    } catch (ProblemException e) {
      throw new AssertionError(String.valueOf(e.problem().extensions().get("faults")), e);
    }
  }

  /** One YAML file. */
  public static List<DefinitionFile> files(String yaml) {
    return List.of(new DefinitionFile("town.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
