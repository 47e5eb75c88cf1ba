package io.tongban.hub.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tongban.hub.ApplyReport;
import io.tongban.hub.Database;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.Difference;
import io.tongban.hub.Fault;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Label;
import io.tongban.hub.Place;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.test.TestHub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @TempDir Path folder;
  private TestHub hub;
  private Definitions definitions;

  abstract TestHub start();

  @BeforeEach
  void open() {
    TestKind.CALLS.clear();
    TestHub.beans(TestKind.class);
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
  void tellsWhatChangesAndWhatRestsOnIt() {
    hub.apply(AGENCY + "---\n" + DROP);
    ApplyReport.Change change =
        hub.apply(AGENCY.replace("region: GB", "region: GB-ENG\n  code: FSA")).changes().get(0);
    assertThat(change.definition()).isEqualTo("Department/food-agency");
    assertThat(change.differences())
        .extracting(Difference::pointer, difference -> difference.text().en())
        .containsExactlyInAnyOrder(
            tuple("/spec/code", "code is added: \"FSA\""),
            tuple("/spec/region", "region changes from \"GB\" to \"GB-ENG\""));
    assertThat(change.affects()).containsExactly("Source/premises-drop");
  }

  @Test
  void affectsReachAsFarAsDefinitionsRestOnEachOther() {
    hub.apply(
        note("one", "{files: [], most: 3}")
            + note("two", "{files: [], most: 2, on: one}")
            + note("three", "{files: [], most: 1, on: two}"));
    assertThat(hub.apply(note("one", "{files: [], most: 4}")).changes().get(0).affects())
        .containsExactly("Note/two", "Note/three");
  }

  @Test
  void refusesAChangeThatWouldBreakWhatRestsOnIt() {
    hub.apply(note("one", "{files: [], most: 3}") + note("two", "{files: [], most: 2, on: one}"));
    assertThat(faults(() -> hub.apply(note("one", "{files: [], most: 1}"))))
        .containsExactly(
            new Fault(
                new Place("Note/two (applied)", 1, 1),
                "/spec/most",
                "this set would break it: one allows 1 at most",
                "allow less; declare it in the same set where it has to change"));
    assertThat(definitions.version()).isEqualTo(1);
    hub.apply(note("one", "{files: [], most: 1}") + note("two", "{files: [], most: 1, on: one}"));
    assertThat(definitions.version()).isEqualTo(2);
  }

  @Test
  void refersAcrossSets() {
    hub.apply(AGENCY);
    hub.apply(DROP);
    assertThat(definitions.find(SourceSpec.class, "premises-drop")).isPresent();
  }

  private static String note(String name, String spec) {
    return """
        apiVersion: tongban.io/v1
        kind: Note
        metadata: {name: %s}
        spec: %s
        ---
        """
        .formatted(name, spec);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void checksAllThenPreparesThenAppliesThenTells() {
    hub.apply(
        note("one", "{files: [codes.csv]}") + note("two", "{files: []}"),
        Map.of("codes.csv", bytes("a,b")));
    assertThat(TestKind.CALLS)
        .containsExactly(
            "check one among 2",
            "check two among 2",
            "prepare one 1",
            "prepare two 1",
            "apply one codes.csv=a,b",
            "changed 1 2");
  }

  @Test
  void aChangedAttachmentIsAChange() {
    String yaml = note("one", "{files: [codes.csv]}");
    hub.apply(yaml, Map.of("codes.csv", bytes("a")));
    assertThat(hub.apply(yaml, Map.of("codes.csv", bytes("a"))).unchanged()).hasSize(1);
    assertThat(hub.apply(yaml, Map.of("codes.csv", bytes("b"))).changed()).hasSize(1);
    assertThat(TestKind.CALLS).endsWith("prepare one 2", "apply one codes.csv=b", "changed 2 1");
  }

  @Test
  void findsAttachmentsBesideTheirFileAndNamesMissingOnes() {
    var yaml =
        new DefinitionFile(
            "lists/a.yaml", bytes(note("one", "{files: [./codes.csv, ../up.csv, codse.csv]}")));
    var codes = new DefinitionFile("lists/codes.csv", bytes("1"));
    var up = new DefinitionFile("up.csv", bytes("2"));
    assertThat(faults(() -> definitions.apply(List.of(yaml, codes, up), false)))
        .containsExactly(
            new Fault(
                new Place("lists/a.yaml", 4, 40),
                "/spec/files/2",
                "the file \"codse.csv\" is not in the set",
                "put it beside lists/a.yaml; did you mean \"lists/codes.csv\"?"));
  }

  @Test
  void whatTheRecordRefusesIsAFault() {
    assertThat(faults(() -> hub.apply(note("one", "{files: [], most: -1}"))))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("most must not be negative"));
  }

  private static List<Fault> faults(ThrowingCallable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call);
    return ((List<?>) refused.problem().extensions().get("faults"))
        .stream().map(Fault.class::cast).toList();
  }

  @Test
  void nothingStaysOfASetWhoseStoringFails() {
    hub.apply(AGENCY);
    assertThatThrownBy(
            () ->
                hub.apply(
                    AGENCY.replace("GB", "FR") + "---\n" + note("one", "{files: [], boom: x}")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(definitions.version()).isEqualTo(1);
    assertThat(definitions.find(DepartmentSpec.class, "food-agency").orElseThrow().spec().region())
        .isEqualTo("GB");
    assertThat(definitions.find(TestKind.NoteSpec.class, "one")).isEmpty();
    assertThat(TestKind.CALLS).doesNotContain("changed 2 2");
  }

  @Test
  void concurrentSetsAreAppliedOneAfterTheOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<ApplyReport>> sets = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String yaml = AGENCY.replace("food-agency", "agency-" + i);
        sets.add(() -> hub.apply(yaml));
      }
      List<Long> versions = new ArrayList<>();
      for (Future<ApplyReport> done : threads.invokeAll(sets)) {
        versions.add(done.get().catalogueVersion());
      }
      assertThat(versions).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
      assertThat(definitions.all(DepartmentSpec.class)).hasSize(8);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void anotherNodeTakesUpWhatThisOneApplied() {
    assertThat(definitions.version()).isZero();
    TestHub.beans(TestKind.class);
    try (TestHub other = TestHub.start(hub.settings().databaseUrl(), folder)) {
      Definitions theirs = other.get(Definitions.class);
      assertThat(theirs.refresh()).isFalse();
      hub.apply(AGENCY);
      TestKind.CALLS.clear();
      assertThat(theirs.refresh()).isTrue();
      assertThat(theirs.find(DepartmentSpec.class, "food-agency")).isPresent();
      assertThat(TestKind.CALLS).containsExactly("changed 1 1");
      assertThat(other.apply(AGENCY).unchanged()).hasSize(1);
    }
  }

  @Test
  void aStoppedHubFindsWhatItHad() {
    String url = hub.settings().databaseUrl();
    hub.apply(AGENCY + "---\n" + DROP);
    hub.close();
    hub = TestHub.start(url, folder);
    definitions = hub.get(Definitions.class);
    assertThat(definitions.version()).isEqualTo(1);
    assertThat(definitions.find(SourceSpec.class, "premises-drop").orElseThrow().title())
        .isEqualTo(Label.of("premises-drop"));
  }
}
