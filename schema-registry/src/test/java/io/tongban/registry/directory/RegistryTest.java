package io.tongban.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tongban.hub.Label;
import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import io.tongban.registry.Registry;
import io.tongban.registry.RegistryTestBase;
import io.tongban.registry.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The registry as others see it; each database runs it. */
abstract class RegistryTest extends RegistryTestBase {
  private static final LocalDate DAY = LocalDate.of(2020, 2, 20);

  @Test
  void knowsResourcesByNameAndSqlName() {
    applyPremises();
    Registry registry = hub.get(Registry.class);
    Resource premises = registry.resource("food-premises").orElseThrow();
    assertThat(premises.sqlName()).isEqualTo("food_premises");
    assertThat(premises.schema()).isEqualTo("records");
    assertThat(premises.table()).isEqualTo("food_premises_v1");
    assertThat(premises.live()).isFalse();
    assertThat(premises.columns())
        .extracting(Column::name, Column::type, Column::length, Column::key, Column::required)
        .contains(
            tuple("approval_number", DataType.STRING, 20, true, true),
            tuple("turnover", DataType.DECIMAL, 0, false, false));
    assertThat(premises.column("APPROVAL_NUMBER").orElseThrow().title())
        .isEqualTo(new Label("批准编号", "Approval number"));
    assertThat(registry.resourceBySqlName("Food_Premises")).contains(premises);
    assertThat(registry.resource("food_premises")).isEmpty();
    assertThat(registry.resources()).containsExactly(premises);
    assertThat(registry.elements()).hasSize(7);
    assertThat(registry.element("turnover")).isPresent();
  }

  @Test
  void aChangeIsSeenAtOnceAndSurvivesARestartOfTheSnapshot() {
    applyPremises();
    Registry registry = hub.get(Registry.class);
    assertThat(registry.resource("food-premises").orElseThrow().columns()).hasSize(7);
    hub.apply(PREMISES.replace("  key:", "    - {name: town, element: trading-name}\n  key:"));
    Resource changed = registry.resource("food-premises").orElseThrow();
    assertThat(changed.columns()).hasSize(8);
    assertThat(changed.version()).isEqualTo(2);
  }

  @Test
  void aLiveResourceNamesItsOwnTable() {
    hub.apply(
        DEPARTMENT
            + ELEMENTS
            + """
            ---
            apiVersion: tongban.io/v1
            kind: Source
            metadata: {name: register}
            spec: {department: food-agency, jdbc: {url: "jdbc:h2:mem:register"}}
            """
            + PREMISES.replace(
                "indexed: [trading_name]",
                "live: {source: register, schema: PUBLIC, table: PREMISES, columns: {staff: N}}"));
    Resource premises = hub.get(Registry.class).resource("food-premises").orElseThrow();
    assertThat(premises.live()).isTrue();
    assertThat(premises.schema()).isEqualTo("PUBLIC");
    assertThat(premises.table()).isEqualTo("PREMISES");
  }

  @Test
  void valuesAreCheckedAgainstTheirElement() {
    applyPremises();
    assertThat(violation("approval_number", null)).contains("has no value");
    assertThat(violation("staff", null)).isEmpty();
    assertThat(violation("approval_number", "GB-1")).isEmpty();
    assertThat(violation("approval_number", "x".repeat(21)))
        .contains("has 21 characters where at most 20 are allowed (format an..20)");
    assertThat(violation("trading_name", "a\0b"))
        .contains("holds control characters or broken Unicode");
    assertThat(violation("trading_name", "half \uD800"))
        .contains("holds control characters or broken Unicode");
    assertThat(violation("staff", 0L)).isEmpty();
    assertThat(violation("staff", -1L)).contains("is below the minimum 0");
    assertThat(violation("staff", "7")).contains("is not a whole number");
    assertThat(violation("turnover", new BigDecimal("12.345")))
        .contains("has more than 2 decimals");
    assertThat(violation("turnover", new BigDecimal("12.340"))).isEmpty();
    assertThat(violation("opened", LocalDate.of(10_000, 1, 1)))
        .contains("lies outside the years 1 to 9999");
    assertThat(violation("seen", Instant.EPOCH)).isEmpty();
    assertThat(violation("inspected", "yes")).contains("is not true or false");
  }

  @Test
  void codesAreCheckedOnTheDay() {
    applyDivisions();
    hub.apply(
        DEPARTMENT
            + """
            ---
            apiVersion: tongban.io/v1
            kind: DataElement
            metadata: {name: division-code}
            spec:
              definition: {zh: 行政区划代码, en: Division code}
              type: STRING
              format: n6
              codeList: gbt2260
            ---
            apiVersion: tongban.io/v1
            kind: Resource
            metadata: {name: divisions}
            spec:
              provider: food-agency
              sharing: UNCONDITIONAL
              items: [{name: code, element: division-code}]
              key: [code]
            """);
    Registry registry = hub.get(Registry.class);
    Column code = registry.resource("divisions").orElseThrow().column("code").orElseThrow();
    assertThat(code.length()).isEqualTo(6);
    assertThat(registry.violation(code, "220381", DAY)).isEmpty();
    assertThat(registry.violation(code, "220381", DAY.plusYears(1)))
        .contains("is a code of gbt2260 that does not hold on 2021-02-20");
    assertThat(registry.violation(code, "130171", DAY)).contains("is not a code of gbt2260");
    assertThat(registry.violation(code, "22038x", DAY)).isPresent();
  }

  private Optional<String> violation(String item, Object value) {
    Registry registry = hub.get(Registry.class);
    Column column = registry.resource("food-premises").orElseThrow().column(item).orElseThrow();
    return registry.violation(column, value, DAY);
  }
}
