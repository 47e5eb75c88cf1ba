package io.tongban.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.run.Intake;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.hub.Sources;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real registers in the forms that departments keep them in, read by their definitions alone. */
class OnboardingTest {
  private static final Path FOLDER = ConnectorHub.EXAMPLES.resolve("onboarding");
  private static ConnectorHub hub;

  @BeforeAll
  static void open() {
    hub = new ConnectorHub(TestHub.onH2());
    hub.apply(
        new String(
            ConnectorHub.bytes(FOLDER.resolve("definitions/10-onboarding.yaml")),
            StandardCharsets.UTF_8));
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  private static Run run(String connector, String file) {
    hub.supply("onboarding-drop", file, ConnectorHub.bytes(FOLDER.resolve("data").resolve(file)));
    Run run = hub.run(connector);
    assertThat(run.problem()).isNull();
    return run;
  }

  private static Map<String, Long> reasons(Run run) {
    return hub.get(Connectors.class).quarantineReasons(run.id());
  }

  @Test
  void aWorkbookOfNineSheetsWithMergedCellsAndMovingHeaders() {
    Run run = run("township-changes", "sub-county-diff.xlsx");

    // the notes beneath five sheets, a row that shares its number, and one that has none
    assertThat(reasons(run))
        .isEqualTo(Map.of("not-an-integer", 10L, "duplicate-key", 1L, "key-missing", 1L));
    assertThat(run.accepted()).isEqualTo(6739);
    assertThat(
            hub.column(
                "SELECT province || reason || new_name FROM records.township_changes_v1"
                    + " WHERE change_year = '2021' AND change_number = 2"))
        .containsExactly("天津新设街道海棠街道");

    Run other = run("township-changes-2015", "sub-county-diff.xlsx");
    assertThat(other.accepted()).isEqualTo(903);
  }

  @Test
  void aTreeWithTheCodesOfItsParents() {
    Run run = run("division-tree", "pcas-code.json");

    assertThat(run.accepted()).isEqualTo(44_703);
    assertThat(
            hub.column("SELECT parent_code FROM records.division_tree_v1 WHERE code = '110101001'"))
        .containsExactly("110101");
    assertThat(
            hub.number("SELECT COUNT(*) FROM records.division_tree_v1 WHERE parent_code IS NULL"))
        .isEqualTo(31);
  }

  @Test
  void aSqliteFile() {
    Run run = run("industries", "GB-4754-2017.db");

    assertThat(run.read()).isEqualTo(1970);
    assertThat(run.accepted()).isEqualTo(1970);
  }

  @Test
  void namesWithoutCodes() {
    Run run = run("counts-by-name", "nCov_china_0216.csv");

    assertThat(run.read()).isGreaterThan(5000);
    assertThat(reasons(run).keySet()).isSubsetOf("duplicate-key", "key-missing", "required");
    assertThat(run.accepted()).isGreaterThan(run.read() * 9 / 10);
  }

  @Test
  void rdfAsXmlWithTwoKindsOfRecord() {
    Run run = run("food-registers", "food-types.rdf");

    // two that are described in place, the other, and the five that this one names
    assertThat(run.accepted()).isEqualTo(8);
    assertThat(hub.column("SELECT address FROM records.food_registers_v1 ORDER BY address"))
        .contains(
            "http://data.food.gov.uk/codes/foodtype/def",
            "http://data.food.gov.uk/codes/foodtype/hierarchy",
            "http://data.food.gov.uk/codes/foodtype/id");
    assertThat(
            hub.column("SELECT label FROM records.food_registers_v1 WHERE notation = 'hierarchy'"))
        .containsExactly("Food type hierarchies");
  }

  @Test
  void aFileThatIsWrittenToWhileItIsReadIsRefused() {
    byte[] before = "省,市,日期,确诊\n".getBytes(StandardCharsets.UTF_8);
    hub.supply("onboarding-drop", "nCov_china_grows.csv", before);
    Path file =
        hub.get(Sources.class).directory("onboarding-drop").resolve(".done/nCov_china_grows.csv");
    OutputStream writer =
        new OutputStream() {
          private boolean written;

          @Override
          public void write(int b) throws IOException {
            if (!written) {
              Files.write(file, new byte[] {'x'}, StandardOpenOption.APPEND);
              written = true;
            }
          }
        };

    assertThatThrownBy(
            () ->
                hub.get(Intake.class)
                    .fetch(
                        hub.get(Definitions.class)
                            .find(ConnectorSpec.class, "counts-by-name")
                            .orElseThrow(),
                        Optional.of("nCov_china_grows.csv"),
                        writer))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("input-changed")
        .hasMessageContaining("nCov_china_grows.csv");
  }

  @Test
  void aWorkbookWithALineAboveItsHeader() {
    Run run = run("councils", "english-councils.xlsx");

    assertThat(run.read()).isGreaterThan(340);
    assertThat(run.accepted()).isGreaterThan(300);
  }
}
