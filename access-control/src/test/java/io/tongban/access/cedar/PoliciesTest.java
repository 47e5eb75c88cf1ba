package io.tongban.access.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Decision;
import io.tongban.access.Fixture;
import io.tongban.access.Judge;
import io.tongban.hub.Problem;
import io.tongban.hub.test.TestHub;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies forbid what agreements allow, from the moment they are applied. */
class PoliciesTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "GB-WSX");
  private static final Actor FOOD = new Actor("food-system", "food-agency", "GB");

  private TestHub hub;

  @BeforeEach
  void open() {
    hub = TestHub.onH2();
    Fixture.apply(hub, Fixture.WORLD);
    Fixture.apply(
        hub,
        Fixture.agreement(
            "adur-food",
            """
            premises:
              columns: [id, name, postcode]
              masks: {postcode: nullify}
            audits:
              columns: [id]
            """));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Decision decide(Actor actor, Action action, String target, String... resources) {
    Map<String, Set<String>> asked = new java.util.HashMap<>();
    Stream.of(resources).forEach(r -> asked.put(r, Set.of()));
    return hub.get(Judge.class)
        .decide(new AccessRequest(actor, action, target, asked, "inspection", null));
  }

  private void permitted(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Permit.class);
  }

  private Problem denied(Decision decision, AccessProblem code) {
    assertThat(decision).isInstanceOf(Decision.Deny.class);
    Problem problem = ((Decision.Deny) decision).problem();
    assertThat(problem.code()).isEqualTo(code.code());
    return problem;
  }

  private void policy(String name, String cedar) {
    Fixture.apply(hub, Fixture.policy(name, cedar));
  }

  @Test
  void holdFromTheMomentTheyAreApplied() {
    permitted(decide(ADUR, Action.QUERY, null, "audits"));
    policy("no-audits", "forbid(principal, action, resource in Resource::\"audits\");");
    Problem problem =
        denied(decide(ADUR, Action.QUERY, null, "audits"), AccessProblem.POLICY_FORBIDS);
    assertThat(problem.extensions()).containsEntry("policies", List.of("no-audits"));
    denied(decide(ADUR, Action.QUERY, null, "audits", "premises"), AccessProblem.POLICY_FORBIDS);
    permitted(decide(ADUR, Action.QUERY, null, "premises"));
    policy("no-audits", "forbid(principal, action, resource in Resource::\"secrets\");");
    permitted(decide(ADUR, Action.QUERY, null, "audits"));
  }

  static Stream<Arguments> forbidding() {
    return Stream.of(
        Arguments.of("forbid(principal == Client::\"adur-system\", action, resource);"),
        Arguments.of("forbid(principal in Department::\"adur\", action, resource);"),
        Arguments.of("forbid(principal, action == Action::\"call\", resource);"),
        Arguments.of("forbid(principal, action, resource == Use::\"lookup\");"),
        Arguments.of("forbid(principal, action, resource in Department::\"food-agency\");"),
        Arguments.of(
            "forbid(principal, action, resource) when { principal.region == \"GB-WSX\" };"),
        Arguments.of(
            "forbid(principal, action, resource)\n"
                + "when { principal.department == Department::\"adur\" };"),
        Arguments.of(
            "forbid(principal, action, resource) when { context.purpose == \"inspection\" };"),
        Arguments.of("forbid(principal, action, resource) unless { context.caseGiven };"),
        Arguments.of(
            "forbid(principal, action, resource) when { context.basis == \"agreement\" };"),
        Arguments.of(
            "forbid(principal, action, resource) when { context has agreement &&\n"
                + " context.agreement == \"adur-food\" };"),
        Arguments.of(
            "forbid(principal, action, resource)\n"
                + "when { context.columns.contains(\"premises.name\") };"),
        Arguments.of(
            "forbid(principal, action, resource)\n"
                + "when { context.masked.contains(\"premises.postcode\") };"),
        Arguments.of(
            "forbid(principal, action, resource) when { context.date == \"2026-01-15\" };"),
        Arguments.of("forbid(principal, action, resource) when { context.hour < 9 };"));
  }

  @ParameterizedTest
  @MethodSource("forbidding")
  void seeEveryPartOfAUse(String cedar) {
    permitted(decide(ADUR, Action.CALL, "lookup", "premises"));
    policy("the-policy", cedar);
    denied(decide(ADUR, Action.CALL, "lookup", "premises"), AccessProblem.POLICY_FORBIDS);
  }

  @Test
  void aPolicyThatFailsLetsNothingThrough() {
    policy("typo", "forbid(principal, action, resource) when { context.porpose == \"x\" };");
    Problem problem =
        denied(decide(ADUR, Action.QUERY, null, "audits"), AccessProblem.POLICY_FAILED);
    assertThat(problem.extensions()).containsEntry("policies", List.of("typo"));
    assertThat(problem.detail()).contains("porpose");
  }

  @Test
  void severalPoliciesAreNamedTogether() {
    policy(
        "b-second", "forbid(principal, action, resource);\nforbid(principal, action, resource);");
    policy("a-first", "forbid(principal, action, resource);");
    Problem problem =
        denied(decide(FOOD, Action.QUERY, null, "premises"), AccessProblem.POLICY_FORBIDS);
    assertThat(problem.extensions()).containsEntry("policies", List.of("a-first", "b-second"));
  }

  @Test
  void theHourIsReadAnewAtEveryUse() {
    policy("office-hours", "forbid(principal, action, resource) unless { context.hour >= 9 };");
    denied(decide(ADUR, Action.QUERY, null, "audits"), AccessProblem.POLICY_FORBIDS);
    hub.clock().set(Instant.parse("2026-01-15T09:00:00Z"));
    permitted(decide(ADUR, Action.QUERY, null, "audits"));
  }
}
