package io.tongban.access.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Decision;
import io.tongban.access.Fixture;
import io.tongban.access.Judge;
import io.tongban.access.Mask;
import io.tongban.access.Outcome;
import io.tongban.access.RowCondition;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deciding and settling; each database runs it. */
abstract class JudgeTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "GB-WSX");
  private static final Actor FOOD = new Actor("food-system", "food-agency", "GB");
  private static final String PREMISES =
      """
      premises:
        columns: [id, name, postcode]
        masks: {postcode: "partial(3,0)"}
        rows: "name <> :department"
      """;

  private TestHub hub;
  private Judge judge;
  private Ledger ledger;

  abstract TestHub start();

  @BeforeEach
  void open() {
    hub = start();
    judge = hub.get(Judge.class);
    ledger = hub.get(Ledger.class);
    Fixture.apply(hub, Fixture.WORLD);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static AccessRequest ask(Actor actor, Map<String, Set<String>> resources) {
    return new AccessRequest(actor, Action.QUERY, null, resources, "inspection", null);
  }

  private AccessGrant permitted(AccessRequest request) {
    Decision decision = judge.decide(request);
    assertThat(decision).isInstanceOf(Decision.Permit.class);
    return ((Decision.Permit) decision).grant();
  }

  private Problem denied(AccessRequest request, AccessProblem code) {
    long before = ledger.size();
    Decision decision = judge.decide(request);
    assertThat(decision).isInstanceOf(Decision.Deny.class);
    Decision.Deny deny = (Decision.Deny) decision;
    assertThat(deny.problem().code()).isEqualTo(code.code());
    assertThat(ledger.size()).as("the refusal is in the ledger").isEqualTo(before + 1);
    Ledger.Recorded entry = ledger.find(deny.receipt().id()).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.REFUSAL);
    assertThat(entry.actor()).isEqualTo(request.actor().client());
    assertThat(entry.manifest().path("refused").asText()).isEqualTo(code.code());
    assertThat(deny.problem().extensions()).containsEntry("receipt", deny.receipt());
    return deny.problem();
  }

  @Test
  void grantsExactlyWhatTheAgreementSays() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));

    AccessGrant grant = permitted(ask(ADUR, Map.of("premises", Set.of())));

    assertThat(grant.basis())
        .isEqualTo(new AccessGrant.Basis("agreement", "adur-premises", "Sharing Act s. 1"));
    var premises = grant.resources().get("premises");
    assertThat(premises.columns()).containsExactly("id", "name", "postcode");
    assertThat(premises.masks()).isEqualTo(Map.of("postcode", new Mask.Partial(3, 0)));
    assertThat(premises.rowCondition())
        .isEqualTo(new RowCondition("name <> :department", Map.of("department", "adur")));
    assertThat(grant.expires()).isEqualTo(hub.clock().instant().plus(Duration.ofMinutes(2)));
    assertThat(grant.policyShape()).matches("[0-9a-f]{64}");
  }

  @Test
  void grantsOnlyTheColumnsAskedFor() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));
    AccessGrant grant = permitted(ask(ADUR, Map.of("premises", Set.of("id", "name"))));
    assertThat(grant.resources().get("premises").columns()).containsExactly("id", "name");
    assertThat(grant.resources().get("premises").masks()).isEmpty();
  }

  @Test
  void ownDataNeedsNoAgreement() {
    AccessGrant grant = permitted(ask(FOOD, Map.of("premises", Set.of(), "secrets", Set.of("id"))));
    assertThat(grant.basis()).isEqualTo(new AccessGrant.Basis("own", null, "Food Act s. 6"));
    assertThat(grant.resources().get("premises").columns())
        .containsExactly("id", "name", "postcode", "opened", "staff");
    assertThat(grant.resources().get("premises").rowCondition().all()).isTrue();
  }

  @Test
  void unconditionalSharingNeedsNoAgreement() {
    assertThat(permitted(ask(ADUR, Map.of("authorities", Set.of()))).basis().kind())
        .isEqualTo("unconditional");
  }

  @Test
  void ownUnconditionalAndAgreedDataMix() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));
    AccessGrant grant =
        permitted(
            ask(
                ADUR,
                Map.of(
                    "premises", Set.of("id"), "permits", Set.of(), "authorities", Set.of("name"))));
    assertThat(grant.basis().agreement()).isEqualTo("adur-premises");
    assertThat(grant.resources()).containsOnlyKeys("premises", "permits", "authorities");
    assertThat(grant.resources().get("permits").columns()).hasSize(5);
  }

  @Test
  void sayWhatToApplyFor() {
    Problem problem =
        denied(
            ask(ADUR, Map.of("premises", Set.of("id", "name"))), AccessProblem.ACCESS_NOT_AGREED);
    assertThat(problem.extensions().get("missing").toString())
        .contains("premises", "food-agency", "[id, name]", "inspection");
    assertThat(problem.extensions()).containsEntry("resource", "premises");
    assertThat(problem.extensions().get("apply").toString())
        .contains("adur applies to food-agency (data@food.example)", "premises (id, name)", "申请");
  }

  @Test
  void namesOnlyTheColumnsThatAreMissing() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));
    Problem problem =
        denied(
            ask(ADUR, Map.of("premises", Set.of("id", "opened"))), AccessProblem.ACCESS_NOT_AGREED);
    assertThat(problem.detail())
        .contains("premises (opened)", "agreement adur-premises: it does not cover premises");
  }

  @Test
  void oneAgreementMustCoverWhatIsCombined() {
    Fixture.apply(
        hub,
        Fixture.agreement("adur-premises", PREMISES),
        Fixture.agreement("adur-audits", "audits:\n  columns: [id]"));
    permitted(ask(ADUR, Map.of("premises", Set.of("id"))));
    permitted(ask(ADUR, Map.of("audits", Set.of("id"))));
    denied(
        ask(ADUR, Map.of("premises", Set.of("id"), "audits", Set.of("id"))),
        AccessProblem.ACCESS_NOT_AGREED);
  }

  @Test
  void agreementsHoldFromTheirFirstDayThroughTheirLast() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));
    AccessRequest request = ask(ADUR, Map.of("premises", Set.of("id")));
    for (String in : List.of("2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z")) {
      hub.clock().set(Instant.parse(in));
      permitted(request);
    }
    for (String out : List.of("2025-12-31T23:59:59Z", "2027-01-01T00:00:00Z")) {
      hub.clock().set(Instant.parse(out));
      denied(request, AccessProblem.ACCESS_NOT_AGREED);
    }
  }

  @Test
  void suspendedAndEndedAgreementsAllowNothing() {
    for (String status : List.of("suspended", "ended")) {
      Fixture.apply(
          hub,
          Fixture.agreement("adur-premises", PREMISES)
              .replace("law: Sharing", "status: " + status + "\n  law: Sharing"));
      Problem problem =
          denied(ask(ADUR, Map.of("premises", Set.of("id"))), AccessProblem.ACCESS_NOT_AGREED);
      assertThat(problem.detail()).contains("adur-premises: it is " + status);
    }
  }

  @Test
  void anAgreementIsForItsPurposesOnly() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));
    Problem problem =
        denied(
            new AccessRequest(
                ADUR, Action.QUERY, null, Map.of("premises", Set.of("id")), "casework", "C-1"),
            AccessProblem.ACCESS_NOT_AGREED);
    assertThat(problem.detail()).contains("not for this purpose");
  }

  @Test
  void whatIsNotSharedIsNotShared() {
    Problem problem =
        denied(ask(ADUR, Map.of("secrets", Set.of("id"))), AccessProblem.ACCESS_NOT_AGREED);
    assertThat(problem.extensions().get("apply").toString()).contains("is not shared", "不予共享");
  }

  @Test
  void refusesStrangersAndTheSuspended() {
    Map<String, Set<String>> own = Map.of("premises", Set.of("id"));
    denied(ask(new Actor("nobody", "food-agency", null), own), AccessProblem.CLIENT_UNKNOWN);
    denied(ask(new Actor("adur-system", "food-agency", null), own), AccessProblem.CLIENT_UNKNOWN);
    denied(
        ask(new Actor("local-operator", "food-agency", null), own), AccessProblem.CLIENT_UNKNOWN);
    permitted(ask(FOOD, own));
    Fixture.apply(
        hub, Fixture.client("food-system", "food-agency", Fixture.SOME_KEY, ", suspended: true"));
    denied(ask(FOOD, own), AccessProblem.CLIENT_SUSPENDED);
  }

  @Test
  void theHubActsForADepartmentWithinThatDepartmentsBounds() {
    permitted(ask(new Actor("hub", "food-agency", "GB"), Map.of("premises", Set.of("id"))));
    denied(
        ask(new Actor("hub", "adur", "GB"), Map.of("premises", Set.of("id"))),
        AccessProblem.ACCESS_NOT_AGREED);
  }

  @Test
  void everyUseHasAPurposeAndACaseWhereItNeedsOne() {
    Map<String, Set<String>> own = Map.of("premises", Set.of("id"));
    denied(
        new AccessRequest(FOOD, Action.QUERY, null, own, null, null),
        AccessProblem.PURPOSE_MISSING);
    denied(
        new AccessRequest(FOOD, Action.QUERY, null, own, "curiosity", null),
        AccessProblem.PURPOSE_UNKNOWN);
    denied(
        new AccessRequest(FOOD, Action.QUERY, null, own, "casework", " "),
        AccessProblem.CASE_REQUIRED);
    assertThat(
            permitted(new AccessRequest(FOOD, Action.QUERY, null, own, "casework", "C-7"))
                .caseReference())
        .isEqualTo("C-7");
  }

  @Test
  void namesTheNearestOfAnUnknownName() {
    assertThat(
            denied(ask(FOOD, Map.of("premisses", Set.of())), AccessProblem.RESOURCE_UNKNOWN)
                .detail())
        .contains("did you mean premises?");
    assertThat(
            denied(ask(FOOD, Map.of("premises", Set.of("nam"))), AccessProblem.COLUMN_UNKNOWN)
                .detail())
        .contains("did you mean name?");
  }

  @Test
  void aConditionOverTheRegionNeedsOne() {
    Fixture.apply(
        hub,
        Fixture.agreement(
                "nowhere-premises", "premises:\n  columns: [id]\n  rows: \"id <> :region\"")
            .replace("recipient: adur", "recipient: nowhere"));
    denied(
        ask(new Actor("nowhere-system", "nowhere", null), Map.of("premises", Set.of("id"))),
        AccessProblem.REGION_MISSING);
  }

  @Test
  void theShapeTellsStructureAndNotWhoAsks() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));
    Actor other = new Actor("hub", "adur", "GB-XXX");
    String shape = permitted(ask(ADUR, Map.of("premises", Set.of("id")))).policyShape();
    assertThat(permitted(ask(other, Map.of("premises", Set.of("id")))).policyShape())
        .isEqualTo(shape);
    assertThat(permitted(ask(ADUR, Map.of("premises", Set.of("id", "name")))).policyShape())
        .isNotEqualTo(shape);
    Fixture.apply(
        hub, Fixture.agreement("adur-premises", PREMISES.replace("name <>", "postcode <>")));
    assertThat(permitted(ask(ADUR, Map.of("premises", Set.of("id")))).policyShape())
        .isNotEqualTo(shape);
  }

  @Test
  void grantThrowsWhatDecideDenies() {
    assertThatThrownBy(() -> judge.grant(ask(ADUR, Map.of("premises", Set.of("id")))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("access-not-agreed");
              assertThat(e.problem().extensions()).containsKeys("missing", "apply", "receipt");
            });
  }

  private static Outcome outcome(List<RowRef> rows) {
    return new Outcome(EntryType.ACCESS, "aa", "bb", rows.size(), rows, null);
  }

  @Test
  void settlingLeavesAManifestThatTellsEverything() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                ADUR, Action.CALL, "lookup", Map.of("premises", Set.of()), "inspection", "C-1"));

    Receipt receipt =
        judge.settle(
            grant, outcome(List.of(new RowRef("premises", "1"), new RowRef("premises", "1"))));

    assertThat(receipt.id()).isEqualTo(grant.id());
    Ledger.Recorded entry = ledger.find(grant.id()).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.ACCESS);
    var manifest = entry.manifest();
    assertThat(manifest.at("/actor/client").asText()).isEqualTo("adur-system");
    assertThat(manifest.at("/actor/department").asText()).isEqualTo("adur");
    assertThat(manifest.path("action").asText()).isEqualTo("call");
    assertThat(manifest.path("target").asText()).isEqualTo("lookup");
    assertThat(manifest.path("purpose").asText()).isEqualTo("inspection");
    assertThat(manifest.path("case").asText()).isEqualTo("C-1");
    assertThat(manifest.at("/basis/agreement").asText()).isEqualTo("adur-premises");
    assertThat(manifest.at("/resources/premises/columns")).hasSize(3);
    assertThat(manifest.at("/resources/premises/masks/postcode").asText())
        .isEqualTo("partial(3,0)");
    assertThat(manifest.at("/resources/premises/rows").asText()).isEqualTo("name <> :department");
    assertThat(manifest.path("planDigest").asText()).isEqualTo("aa");
    assertThat(manifest.path("resultDigest").asText()).isEqualTo("bb");
    assertThat(manifest.path("rowCount").asLong()).isEqualTo(2);
    assertThat(manifest.path("rows")).hasSize(1);
    assertThat(ledger.uses(new RowRef("premises", "1"), 10)).hasSize(1);
  }

  @Test
  void aLongListOfRowsIsToldByItsDigestAndStillTraced() {
    List<RowRef> rows = new ArrayList<>();
    for (int i = 0; i <= Manifests.ROWS_LISTED; i++) {
      rows.add(new RowRef("premises", "k" + i));
    }
    AccessGrant grant = judge.grant(ask(FOOD, Map.of("premises", Set.of())));
    judge.settle(grant, outcome(rows));
    var manifest = ledger.find(grant.id()).orElseThrow().manifest();
    assertThat(manifest.has("rows")).isFalse();
    assertThat(manifest.path("rowsUsed").asInt()).isEqualTo(rows.size());
    assertThat(manifest.path("rowsDigest").asText()).matches("[0-9a-f]{64}");
    assertThat(ledger.uses(new RowRef("premises", "k10000"), 10)).hasSize(1);
  }

  @Test
  void aGrantSettlesOnce() {
    AccessGrant grant = judge.grant(ask(FOOD, Map.of("premises", Set.of())));
    judge.settle(grant, outcome(List.of()));
    long size = ledger.size();
    refused(grant, AccessProblem.GRANT_SETTLED);
    assertThat(ledger.size()).isEqualTo(size);
  }

  @Test
  void ofManyThatSettleAGrantAtOnceOneDoes() {
    AccessGrant grant = judge.grant(ask(FOOD, Map.of("premises", Set.of())));
    List<CompletableFuture<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(CompletableFuture.supplyAsync(() -> settles(grant)));
    }
    assertThat(attempts.stream().filter(CompletableFuture::join)).hasSize(1);
  }

  private boolean settles(AccessGrant grant) {
    try {
      judge.settle(grant, outcome(List.of()));
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  @Test
  void anExpiredGrantIsWorthNothing() {
    AccessGrant grant = judge.grant(ask(FOOD, Map.of("premises", Set.of())));
    hub.clock().advance(Duration.ofMinutes(2).plusMillis(1));
    refused(grant, AccessProblem.GRANT_EXPIRED);
    hub.clock().advance(Duration.ofMinutes(-1));
    refused(grant, AccessProblem.GRANT_SETTLED);
  }

  @Test
  void aGrantCannotBeMadeOrWidened() {
    AccessGrant grant = judge.grant(ask(FOOD, Map.of("premises", Set.of("id"))));
    refused(copy(grant, UUID.randomUUID(), grant.purpose()), AccessProblem.GRANT_SETTLED);
    refused(copy(grant, grant.id(), "casework"), AccessProblem.GRANT_SETTLED);
    judge.settle(grant, outcome(List.of()));
  }

  @Test
  void anAnswerMustNotExceedTheRowLimit() {
    Fixture.apply(
        hub,
        Fixture.agreement("adur-premises", PREMISES)
            .replace("law: Sharing", "rowLimit: 2\n  law: Sharing"));
    AccessGrant grant = judge.grant(ask(ADUR, Map.of("premises", Set.of("id"))));
    assertThat(grant.rowLimit()).isEqualTo(2);
    assertThatThrownBy(
            () -> judge.settle(grant, new Outcome(EntryType.ACCESS, null, "b", 3, List.of(), null)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo("grant-exceeded"));
  }

  @Test
  void aMinimumGroupIsGrantedRecordedAndShapesThePlan() {
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES));
    String single = permitted(ask(ADUR, Map.of("premises", Set.of("id")))).policyShape();
    Fixture.apply(hub, Fixture.agreement("adur-premises", PREMISES + "  minimumGroup: 10\n"));
    AccessGrant grant = permitted(ask(ADUR, Map.of("premises", Set.of("id"))));
    assertThat(grant.resources().get("premises").minimumGroup()).isEqualTo(10);
    assertThat(grant.policyShape()).isNotEqualTo(single);
    Receipt receipt = judge.settle(grant, outcome(List.of()));
    assertThat(
            ledger
                .find(receipt.id())
                .orElseThrow()
                .manifest()
                .at("/resources/premises/minimumGroup")
                .asInt())
        .isEqualTo(10);
  }

  @Test
  void theAgreementWithoutAMinimumGroupIsPreferred() {
    Fixture.apply(
        hub,
        Fixture.agreement("adur-a", PREMISES + "  minimumGroup: 10\n"),
        Fixture.agreement("adur-b", PREMISES));
    assertThat(permitted(ask(ADUR, Map.of("premises", Set.of("id")))).basis().agreement())
        .isEqualTo("adur-b");
  }

  private static String rated(String rate) {
    return Fixture.agreement("adur-premises", PREMISES)
        .replace("law: Sharing", "rate: " + rate + "\n  law: Sharing");
  }

  @Test
  void aRateHoldsForOneClientInOneWindow() {
    Fixture.apply(hub, rated("{calls: 2, per: MINUTE}"));
    Fixture.apply(hub, Fixture.client("adur-other", "adur"));
    AccessRequest request = ask(ADUR, Map.of("premises", Set.of("id")));
    permitted(request);
    permitted(request);
    Problem problem = denied(request, AccessProblem.RATE_EXCEEDED);
    assertThat(problem.status()).isEqualTo(429);
    Instant now = hub.clock().instant();
    Instant end = Instant.parse((String) problem.extensions().get("retryAt"));
    long wait = (long) problem.extensions().get("retryAfter");
    assertThat(end).isBetween(now.plusMillis(1), now.plusSeconds(60));
    assertThat(now.plusSeconds(wait)).isAfterOrEqualTo(end);
    assertThat(wait).isLessThanOrEqualTo(60);
    permitted(ask(new Actor("adur-other", "adur", "GB-WSX"), request.resources()));
    hub.clock().advance(Duration.ofSeconds(wait));
    permitted(request);
  }

  private static AccessRequest counted(AccessRequest.Counted counted) {
    return new AccessRequest(
        ADUR,
        Action.QUERY,
        null,
        Map.of("premises", Set.of("id")),
        "inspection",
        null,
        null,
        counted);
  }

  @Test
  void looksHaveAnAllowanceOfTheirOwnAndWhatWasCountedIsNotCountedAgain() {
    Fixture.apply(hub, rated("{calls: 1, per: DAY}"));
    for (int i = 0; i < 100; i++) {
      permitted(counted(AccessRequest.Counted.LOOK));
    }
    permitted(counted(AccessRequest.Counted.CALL));
    permitted(counted(AccessRequest.Counted.AGAIN));
    permitted(counted(AccessRequest.Counted.AGAIN));
    denied(counted(AccessRequest.Counted.CALL), AccessProblem.RATE_EXCEEDED);
    Problem looks = denied(counted(AccessRequest.Counted.LOOK), AccessProblem.RATE_EXCEEDED);
    assertThat(looks.detail()).contains("100 looks");
    Fixture.apply(hub, rated("{calls: 11, per: HOUR}"));
    for (int i = 0; i < 10; i++) {
      permitted(counted(AccessRequest.Counted.CALL));
    }
  }

  @Test
  void aClockThatIsSetBackOpensNoNewWindow() {
    Fixture.apply(hub, rated("{calls: 1, per: HOUR}"));
    AccessRequest request = ask(ADUR, Map.of("premises", Set.of("id")));
    permitted(request);
    hub.clock().advance(Duration.ofHours(-3));
    denied(request, AccessProblem.RATE_EXCEEDED);
  }

  @Test
  void whatIsRefusedForAnotherReasonDoesNotUseUpTheRate() {
    Fixture.apply(hub, rated("{calls: 1, per: DAY}"));
    denied(ask(ADUR, Map.of("premises", Set.of("staff"))), AccessProblem.ACCESS_NOT_AGREED);
    permitted(ask(ADUR, Map.of("premises", Set.of("id"))));
    denied(ask(ADUR, Map.of("premises", Set.of("id"))), AccessProblem.RATE_EXCEEDED);
  }

  @Test
  void aFloodOfRefusalsWritesFewEntriesAndEachHasAReceipt() {
    Fixture.apply(hub, rated("{calls: 1, per: DAY}"));
    AccessRequest request = ask(ADUR, Map.of("premises", Set.of("id")));
    permitted(request);
    long before = ledger.size();
    for (int i = 1; i <= 100; i++) {
      Decision.Deny deny = (Decision.Deny) judge.decide(request);
      Ledger.Recorded entry = ledger.find(deny.receipt().id()).orElseThrow();
      assertThat(entry.manifest().path("refused").asText()).isEqualTo("rate-exceeded");
      assertThat(entry.manifest().path("why").asText())
          .contains("refusal " + Integer.highestOneBit(i) + ";");
    }
    assertThat(ledger.size() - before).isEqualTo(7);
  }

  private void refused(AccessGrant grant, AccessProblem code) {
    assertThatThrownBy(() -> judge.settle(grant, outcome(List.of())))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code.code()));
  }

  private static AccessGrant copy(AccessGrant grant, UUID id, String purpose) {
    return new AccessGrant(
        id,
        grant.actor(),
        grant.action(),
        grant.target(),
        grant.resources(),
        purpose,
        grant.caseReference(),
        grant.basis(),
        grant.rowLimit(),
        grant.expires(),
        grant.policyShape());
  }
}
