package io.tongban.access;

import io.tongban.hub.ApplyReport;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A small world of departments, resources and agreements that the tests of this module share. */
public final class Fixture {
  /** P-256, made for these tests; the private part is nowhere. */
  public static final String SOME_KEY =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k1\","
          + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

  public static final String WORLD =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: food-agency, title: {zh: 食品局, en: Food agency}}
      spec: {region: GB, contact: data@food.example}
      ---
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: statistics, title: {zh: 统计局, en: Statistics office}}
      spec: {region: GB}
      ---
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: adur, title: {zh: 阿杜尔, en: Adur council}}
      spec: {region: GB-WSX}
      ---
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: nowhere, title: {zh: 无区划, en: A body without region}}
      spec: {}
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
      kind: Purpose
      metadata: {name: casework, title: {zh: 办件, en: Casework}}
      spec: {description: {zh: 办件, en: For a case}, caseRequired: true}
      """
          + resource("premises", "food-agency", "CONDITIONAL")
          + resource("audits", "food-agency", "CONDITIONAL")
          + resource("secrets", "food-agency", "NOT_SHARED")
          + resource("authorities", "statistics", "UNCONDITIONAL")
          + resource("permits", "adur", "CONDITIONAL")
          + client("adur-system", "adur")
          + client("food-system", "food-agency")
          + client("nowhere-system", "nowhere");

  private Fixture() {}

  static String resource(String name, String provider, String sharing) {
    return """
    ---
    apiVersion: tongban.io/v1
    kind: Resource
    metadata: {name: %s, title: {zh: 资源, en: Resource}}
    spec:
      provider: %s
      sharing: %s
      sharingCondition: 《中华人民共和国档案法》第二十七条
      items:
        - {name: id, element: text, required: true}
        - {name: name, element: text}
        - {name: postcode, element: text}
        - {name: opened, element: day}
        - {name: staff, element: count}
      key: [id]
    """
        .formatted(name, provider, sharing);
  }

  public static String client(String name, String department) {
    return client(name, department, SOME_KEY, "");
  }

  /** A Client definition with that public key. */
  public static String client(String name, String department, String jwk, String more) {
    return """
    ---
    apiVersion: tongban.io/v1
    kind: Client
    metadata: {name: %s, title: {zh: 系统, en: System}}
    spec: {department: %s, jwks: {"keys": [%s]}%s}
    """
        .formatted(name, department, jwk, more);
  }

  /** A SharingAgreement for adur in force in the year of the tests. */
  public static String agreement(String name, String resources) {
    return agreement(name, "from: 2026-01-01\n  to: 2026-12-31", resources);
  }

  /** As {@link #agreement(String, String)} with another term. */
  public static String agreement(String name, String term, String resources) {
    return """
    ---
    apiVersion: tongban.io/v1
    kind: SharingAgreement
    metadata: {name: %s, title: {zh: 协议, en: Agreement}}
    spec:
      recipient: adur
      purposes: [inspection]
      law: Sharing Act s. 1
      %s
      resources:
    %s
    """
        .formatted(name, term, resources.indent(4).stripTrailing());
  }

  /** A Policy definition. */
  public static String policy(String name, String cedar) {
    return """
    ---
    apiVersion: tongban.io/v1
    kind: Policy
    metadata: {name: %s, title: {zh: 策略, en: Policy}}
    spec:
      cedar: |
    %s
    """
        .formatted(name, cedar.indent(4).stripTrailing());
  }

  /** Applies documents. */
  public static ApplyReport apply(TestHub hub, String... yaml) {
    try {
      return hub.get(Definitions.class).apply(files(yaml), false);
    } catch (ProblemException e) {
      throw new AssertionError("faults: " + e.problem().extensions().get("faults"), e);
    }
  }

  /** Documents as files. */
  public static List<DefinitionFile> files(String... yaml) {
    List<DefinitionFile> files = new ArrayList<>();
    for (int i = 0; i < yaml.length; i++) {
      files.add(new DefinitionFile("file" + i + ".yaml", yaml[i].getBytes(StandardCharsets.UTF_8)));
    }
    return files;
  }
}
