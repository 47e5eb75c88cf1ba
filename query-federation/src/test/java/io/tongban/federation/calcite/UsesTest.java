package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.federation.Federation;
import io.tongban.federation.World;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsesTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "R1");

  @Test
  void columnLineageIsRecordedOnceAPlanClientAndPurpose() throws InterruptedException {
    try (TestHub hub = TestHub.onH2()) {
      World.open(hub);
      Federation federation = hub.get(Federation.class);
      var first = federation.call(ADUR, "premises-lookup", Map.of("id", "a1"), "inspection", null);
      federation.call(ADUR, "premises-lookup", Map.of("id", "a3"), "inspection", null);
      hub.get(UseLineage.class).stop();
      List<LineageRun> runs = hub.get(Lineage.class).runs("service/premises-lookup", 10);
      assertThat(runs).hasSize(1);
      LineageRun run = runs.get(0);
      assertThat(run.inputs())
          .extracting(LineageRun.Dataset::name)
          .containsExactlyInAnyOrder("resource/employers", "resource/food-premises");
      assertThat(run.outputs())
          .extracting(LineageRun.Dataset::name)
          .containsExactly("client/adur-system");
      assertThat(run.columns())
          .containsEntry("client/adur-system.name", List.of("resource/food-premises.name"))
          .containsEntry("client/adur-system.headcount", List.of("resource/employers.headcount"));
      assertThat(run.indirect())
          .as("join and filter decide over all of it")
          .containsOnlyKeys("client/adur-system.*");
      Map<String, List<String>> how = run.subtypes().get("client/adur-system.*");
      assertThat(how.get("resource/employers.premises")).containsExactly("JOIN");
      assertThat(how.get("resource/food-premises.id")).contains("JOIN", "FILTER");
      assertThat(run.masked()).containsExactly("client/adur-system.name");
      assertThat(
              hub.get(Lineage.class)
                  .follow("resource/employers", "premises", Lineage.Direction.FORWARD, null, 10)
                  .steps())
          .as("who only joins by a column is affected if it was wrong")
          .extracting(Lineage.Step::job)
          .containsOnly("service/premises-lookup");
      assertThat(run.facts())
          .containsEntry("purpose", "inspection")
          .containsEntry("basis", "agreement")
          .containsEntry("recipient", "adur")
          .containsEntry("client", "adur-system")
          .containsEntry("receipt", first.receipt().id().toString())
          .containsKeys("agreement", "law");
    }
  }

  @Test
  void certificatesThatAreMadeStandInTheGraphWithTheirColumns() {
    try (TestHub hub = TestHub.onH2()) {
      World.open(hub);
      Federation federation = hub.get(Federation.class);
      var reads = federation.reads("premises-lookup");
      for (Action action : List.of(Action.ISSUE, Action.CALL)) {
        var asked = new AccessRequest(ADUR, action, "food-approval", reads, "inspection", null);
        federation.run(hub.get(Judge.class).grant(asked), "premises-lookup", Map.of("id", "a3"));
      }
      hub.get(UseLineage.class).stop();
      Lineage lineage = hub.get(Lineage.class);
      assertThat(lineage.runs(null, 10))
          .extracting(LineageRun::job)
          .containsExactly("issue/food-approval");
      assertThat(
              lineage
                  .follow("resource/employers", "headcount", Lineage.Direction.FORWARD, null, 10)
                  .steps())
          .extracting(step -> step.to() + "." + step.toColumn())
          .containsExactly("certificate/food-approval.headcount");
    }
  }

  @Test
  void aPlanIsMadeOnceUntilTheCatalogueChanges() {
    try (TestHub hub = TestHub.onH2()) {
      World.open(hub);
      PlanCache plans = hub.get(PlanCache.class);
      long before = plans.version();
      CompiledQuery[] made = new CompiledQuery[1];
      try (Departments departments = Departments.onH2().filled(1)) {
        made[0] = departments.compile("SELECT id FROM persons", departments.everything());
      }
      CompiledQuery first = plans.plan("x", 1, "shape", () -> made[0]);
      assertThat(plans.plan("x", 1, "shape", UsesTest::again)).isSameAs(first);
      World.apply(
          hub,
          """
          apiVersion: tongban.io/v1
          kind: DataElement
          metadata: {name: more, title: {zh: 更多, en: More}}
          spec: {definition: {zh: 更多, en: More}, type: STRING}
          """);
      assertThat(plans.version()).isGreaterThan(before);
    }
  }

  private static CompiledQuery again() {
    throw new AssertionError("planned twice");
  }
}
