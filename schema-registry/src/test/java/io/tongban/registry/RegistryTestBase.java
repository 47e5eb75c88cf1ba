package io.tongban.registry;

import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A hub with the registry; each database runs every subclass. */
public abstract class RegistryTestBase {
  protected static final String DEPARTMENT =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: food-agency}
      spec: {region: GB}
      """;

  protected static final String ELEMENTS =
      """
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: approval-number, title: {zh: 批准编号, en: Approval number}}
      spec:
        identifier: DE1
        definition: {zh: 批准编号, en: Approval number}
        type: STRING
        format: an..20
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: trading-name}
      spec:
        definition: {zh: 名称, en: Name}
        type: STRING
        format: an..100
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: head-count}
      spec:
        definition: {zh: 人数, en: Number of persons}
        type: INTEGER
        minimum: 0
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: turnover}
      spec:
        definition: {zh: 营业额, en: Turnover}
        type: DECIMAL
        format: n..10,2
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: yes-no}
      spec:
        definition: {zh: 是否, en: Yes or no}
        type: BOOLEAN
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: calendar-day}
      spec:
        definition: {zh: 日期, en: Day}
        type: DATE
        format: YYYYMMDD
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: moment}
      spec:
        definition: {zh: 时刻, en: Moment}
        type: TIMESTAMP
      """;

  protected static final String PREMISES =
      """
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: food-premises, title: {zh: 食品场所, en: Food premises}}
      spec:
        provider: food-agency
        sharing: CONDITIONAL
        items:
          - {name: approval_number, element: approval-number}
          - {name: trading_name, element: trading-name, required: true}
          - {name: staff, element: head-count}
          - {name: turnover, element: turnover}
          - {name: inspected, element: yes-no}
          - {name: opened, element: calendar-day}
          - {name: seen, element: moment}
        key: [approval_number]
        indexed: [trading_name]
      """;

  protected TestHub hub;

  protected abstract TestHub start();

  @BeforeEach
  void openHub() {
    hub = start();
  }

  @AfterEach
  void closeHub() {
    hub.close();
  }

  protected void applyPremises() {
    hub.apply(DEPARTMENT + ELEMENTS + PREMISES);
  }

  protected void applyDivisions() {
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: CodeList
        metadata: {name: gbt2260}
        spec:
          standard: GB/T 2260
          file:
            path: gbt2260-history.csv
            code: 代码
            label: 名称
            parentLabels: [一级行政区, 二级行政区]
            validFrom: 启用时间
            validTo: 变更/弃用时间
            successors: 新代码
        """,
        Map.of("gbt2260-history.csv", divisions()));
  }

  /** The register as it was published. */
  protected static byte[] divisions() {
    try (var stream = RegistryTestBase.class.getResourceAsStream("gbt2260-history.csv")) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
