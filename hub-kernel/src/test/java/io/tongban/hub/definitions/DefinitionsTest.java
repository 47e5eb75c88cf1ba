package io.tongban.hub.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.ApplyReport;
import io.tongban.hub.Database;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Label;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.test.TestHub;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applying definitions; each database runs it. */
abstract class DefinitionsTest {
  static final String AGENCY =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata:
        name: food-agency
        title: {zh: 食品局, en: Food agency}
      spec:
        region: GB
      """;

  static final String DROP =
      """
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: premises-drop}
      spec:
        department: food-agency
        file: {directory: drop/premises}
      """;

  private TestHub hub;
  private Definitions definitions;

  abstract TestHub start();

  @BeforeEach
  void open() {
    hub = start();
    definitions = hub.get(Definitions.class);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void createsChangesAndLeavesAlone() {
    ApplyReport first = hub.apply(AGENCY + "---\n" + DROP);
    assertThat(first.created()).containsExactly("Department/food-agency", "Source/premises-drop");
    assertThat(first.catalogueVersion()).isEqualTo(1);

    ApplyReport again = hub.apply(AGENCY + "---\n" + DROP);
    assertThat(again.unchanged()).containsExactly("Department/food-agency", "Source/premises-drop");
    assertThat(again.catalogueVersion()).isEqualTo(1);

    ApplyReport changed = hub.apply(AGENCY.replace("GB", "GB-ENG"));
    assertThat(changed.changed()).containsExactly("Department/food-agency");
    assertThat(definitions.version()).isEqualTo(2);
    Definition<DepartmentSpec> agency =
        definitions.find(DepartmentSpec.class, "food-agency").orElseThrow();
    assertThat(agency.version()).isEqualTo(2);
    assertThat(agency.title()).isEqualTo(new Label("食品局", "Food agency"));
    assertThat(agency.spec().region()).isEqualTo("GB-ENG");
  }

  @Test
  void keepsEveryVersion() {
    hub.apply(AGENCY);
    hub.apply(AGENCY.replace("GB", "GB-ENG"));
    List<String> documents =
        hub.get(Database.class)
            .jdbi()
            .withHandle(
                h ->
                    h.createQuery(
                            "SELECT document FROM hub.definition_version"
                                + " WHERE kind = 'Department' ORDER BY version")
                        .mapTo(String.class)
                        .list());
    assertThat(documents).hasSize(2);
    assertThat(documents.get(0)).contains("\"region\":\"GB\"");
    assertThat(documents.get(1)).contains("\"region\":\"GB-ENG\"");
  }

  @Test
  void changesNothingWhenOneIsFaulty() {
    assertThatThrownBy(() -> hub.apply(AGENCY + "---\n" + DROP.replace("file:", "fiel:")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(HubProblem.DEFINITION_INVALID.code()));
    assertThat(definitions.version()).isZero();
    assertThat(definitions.all(DepartmentSpec.class)).isEmpty();
  }

  @Test
  void aDryRunReportsAndChangesNothing() {
    var file = new DefinitionFile("a.yaml", AGENCY.getBytes(StandardCharsets.UTF_8));
    assertThat(definitions.apply(List.of(file), true).created())
        .containsExactly("Department/food-agency");
    assertThat(definitions.all(DepartmentSpec.class)).isEmpty();
  }

  @Test
  void refersAcrossSets() {
    hub.apply(AGENCY);
    hub.apply(DROP);
    assertThat(definitions.find(SourceSpec.class, "premises-drop")).isPresent();
  }
}
