package io.tongban.access.judge;

import static io.tongban.access.judge.PersonsWorld.ADUR;
import static io.tongban.access.judge.PersonsWorld.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.Decision;
import io.tongban.access.Erasures;
import io.tongban.access.Fixture;
import io.tongban.access.Judge;
import io.tongban.access.Mask;
import io.tongban.access.Outcome;
import io.tongban.access.PersonRows;
import io.tongban.access.RowCondition;
import io.tongban.access.Subjects;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Uses that rest on a person's consent; each database runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsentTest {
  private static int persons;
  private static final Set<String> ATTRIBUTES =
      Set.of("persons.person", "persons.name", "homes.resident", "homes.address");

  private TestHub hub;
  private Judge judge;
  private Consents consents;
  private Ledger ledger;

  /** Each test has persons of its own, so that one hub serves all. */
  private String person;

  private String other;

  abstract TestHub start();

  @BeforeEach
  void newPersons() {
    hub.clock().set(MutableClock.START);
    persons++;
    person = "99000119900307%04d".formatted(persons);
    other = "99000119751212%04d".formatted(persons);
  }

  @BeforeAll
  void open() {
    hub = start();
    PersonsWorld.open(hub);
    judge = hub.get(Judge.class);
    consents = hub.get(Consents.class);
    ledger = hub.get(Ledger.class);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  private Instant in(Duration time) {
    return hub.clock().instant().plus(time);
  }

  private Consent asked(Set<String> attributes) {
    return consents.request(
        ADUR, new Consents.Ask("inspection", attributes, in(Duration.ofDays(30)), null));
  }

  private Consent given(Set<String> attributes) {
    return consents.give(person, asked(attributes).id());
  }

  private static AccessRequest use(String subject, Map<String, Set<String>> resources) {
    return new AccessRequest(ADUR, Action.CALL, "prefill", resources, "inspection", null, subject);
  }

  private static AccessRequest use(String subject) {
    return use(subject, Map.of("persons", Set.of("name", "person"), "homes", Set.of("address")));
  }

  private AccessGrant permitted(AccessRequest request) {
    Decision decision = judge.decide(request);
    assertThat(decision).isInstanceOf(Decision.Permit.class);
    return ((Decision.Permit) decision).grant();
  }

  private Problem denied(AccessRequest request, AccessProblem code) {
    long before = ledger.size();
    Decision.Deny deny = (Decision.Deny) judge.decide(request);
    assertThat(deny.problem().code()).isEqualTo(code.code());
    assertThat(ledger.size()).isEqualTo(before + 1);
    var entry = ledger.find(deny.receipt().id()).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.REFUSAL);
    assertThat(entry.manifest().toString()).doesNotContain(person);
    assertThat(CanonicalJson.mapper().valueToTree(deny.problem()).toString())
        .doesNotContain(person);
    return deny.problem();
  }

  private static Problem refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call);
    assertThat(refused).as("it must be refused").isNotNull();
    return refused.problem();
  }

  @Test
  void aGrantReachesThePersonsRecordsOnly() {
    Consent consent = given(ATTRIBUTES);
    AccessGrant grant = permitted(use(person));
    assertThat(grant.basis())
        .isEqualTo(
            new AccessGrant.Basis(
                "consent",
                "adur-persons",
                "Sharing Act s. 1",
                consent.id(),
                hub.get(Subjects.class).commitment(person)));
    assertThat(grant.resources().get("homes").rowCondition())
        .isEqualTo(new RowCondition("\"resident\" = :subject", Map.of("subject", person)));
    assertThat(grant.resources().get("persons").rowCondition())
        .isEqualTo(
            new RowCondition(
                "(name <> :department OR name IS NULL) AND \"person\" = :subject",
                Map.of("subject", person, "department", "adur")));
    assertThat(grant.toString()).doesNotContain(person);
    assertThat(use(person).toString()).doesNotContain(person);
  }

  @Test
  void onePlanServesAllPersons() {
    Consent theirs = consents.give(other, asked(ATTRIBUTES).id());
    given(ATTRIBUTES);
    AccessGrant grant = permitted(use(other));
    assertThat(grant.basis().consent()).isEqualTo(theirs.id());
    assertThat(grant.policyShape()).isEqualTo(permitted(use(person)).policyShape());
  }

  @Test
  void withoutConsentTheProblemSaysWhatToAskFor() {
    Problem nobody = denied(use(null), AccessProblem.SUBJECT_MISSING);
    denied(use(" "), AccessProblem.SUBJECT_MISSING);
    Problem none = denied(use(person), AccessProblem.CONSENT_MISSING);
    for (Problem problem : List.of(nobody, none)) {
      assertThat(problem.extensions().get("ask"))
          .isEqualTo(
              Map.of(
                  "purpose",
                  "inspection",
                  "attributes",
                  List.of("homes.address", "persons.name", "persons.person")));
    }
    given(Set.of("persons.name", "persons.person"));
    assertThat(denied(use(person), AccessProblem.CONSENT_MISSING).detail())
        .contains("does not cover homes.address");
    permitted(use(person, Map.of("persons", Set.of("name"))));
  }

  @Test
  void allThatIsGrantedNeedsConsentForAll() {
    given(Set.of("persons.name", "persons.person"));
    denied(use(person, Map.of("persons", Set.of())), AccessProblem.CONSENT_MISSING);
    given(Set.of("persons.name", "persons.person", "persons.phone"));
    permitted(use(person, Map.of("persons", Set.of())));
  }

  @Test
  void aConsentIsForItsPersonRecipientAndPurpose() {
    given(ATTRIBUTES);
    denied(use(other), AccessProblem.CONSENT_MISSING);
    AccessRequest request = use(person);
    denied(
        new AccessRequest(
            NOWHERE, Action.CALL, null, request.resources(), "inspection", null, person),
        AccessProblem.CONSENT_MISSING);
    denied(
        new AccessRequest(ADUR, Action.CALL, null, request.resources(), "casework", "C-1", person),
        AccessProblem.CONSENT_MISSING);
  }

  @Test
  void twoConsentsDoNotAddUp() {
    given(Set.of("persons.name", "persons.person"));
    given(Set.of("homes.address"));
    denied(use(person), AccessProblem.CONSENT_MISSING);
  }

  @Test
  void withdrawingStopsTheNextCall() {
    Consent consent = given(ATTRIBUTES);
    permitted(use(person));
    consents.withdraw(person, consent.id());
    assertThat(denied(use(person), AccessProblem.CONSENT_MISSING).detail())
        .contains(consent.id() + " was withdrawn");
  }

  @Test
  void withdrawingStopsAnAnswerThatIsNotReleasedYet() {
    Consent consent = given(ATTRIBUTES);
    AccessGrant grant = permitted(use(person));
    AccessGrant settled = permitted(use(person));
    judge.settle(settled, outcome(List.of()));
    judge.requireConsent(settled);
    consents.withdraw(person, consent.id());
    long before = ledger.size();
    for (Problem problem :
        List.of(
            refused(() -> judge.settle(grant, outcome(List.of()))),
            refused(() -> judge.requireConsent(settled)))) {
      assertThat(problem.code()).isEqualTo("consent-missing");
      assertThat(problem.extensions().get("ask").toString()).contains("homes.address");
    }
    assertThat(ledger.size()).isEqualTo(before + 2);
    assertThat(ledger.newest(EntryType.REFUSAL, "adur-system", null, 2))
        .extracting(Ledger.Recorded::index)
        .containsExactly(before + 1, before);
    assertThat(refused(() -> judge.settle(grant, outcome(List.of()))).code())
        .isEqualTo("grant-settled");
  }

  @Test
  void theEndIsTheFirstInstantAtWhichItNoLongerHolds() {
    Instant end = in(Duration.ofHours(1));
    Consent consent = consents.request(ADUR, new Consents.Ask("inspection", ATTRIBUTES, end, null));
    consents.give(person, consent.id());
    hub.clock().set(end.minusNanos(1_000));
    AccessGrant grant = permitted(use(person));
    hub.clock().set(end);
    assertThat(denied(use(person), AccessProblem.CONSENT_MISSING).detail())
        .contains("ended at " + end);
    assertThat(refused(() -> judge.settle(grant, outcome(List.of()))).code())
        .isEqualTo("consent-missing");
    assertThat(refused(() -> consents.withdraw(person, consent.id())).code())
        .isEqualTo("consent-closed");
  }

  private static Outcome outcome(List<RowRef> rows) {
    return new Outcome(EntryType.ACCESS, "aa", "bb", rows.size(), rows, null);
  }

  @Test
  void theManifestNamesConsentAndCommitmentAndNeverThePerson() {
    Consent consent = given(ATTRIBUTES);
    String commitment = hub.get(Subjects.class).commitment(person);
    RowRef home = new RowRef("homes", person);
    var receipt =
        judge.settle(
            permitted(use(person)), outcome(List.of(home, new RowRef("persons", "x|" + person))));
    var manifest = ledger.find(receipt.id()).orElseThrow().manifest();
    assertThat(manifest.path("basis").path("kind").asText()).isEqualTo("consent");
    assertThat(manifest.path("basis").path("consent").asText()).isEqualTo(consent.id().toString());
    assertThat(manifest.path("basis").path("subject").asText()).isEqualTo(commitment);
    assertThat(manifest.path("rows").findValuesAsText("key"))
        .containsExactly(commitment, "x|" + commitment);
    assertThat(manifest.toString()).doesNotContain(person);
    assertThat(ledger.uses(hub.get(PersonRows.class).sought(home), 9)).hasSize(1);
    assertThat(ledger.uses(home, 9)).isEmpty();
  }

  @Test
  void givingAndWithdrawingAreInTheLedgerOnce() {
    Consent consent = asked(ATTRIBUTES);
    long before = ledger.size();
    consents.give(person, consent.id());
    Consent given = consents.give(person, consent.id());
    consents.withdraw(person, consent.id());
    Consent withdrawn = consents.withdraw(person, consent.id());
    assertThat(ledger.size()).isEqualTo(before + 2);
    entry(EntryType.CONSENT_GIVEN, given.givenEntry(), consent);
    entry(EntryType.CONSENT_WITHDRAWN, withdrawn.withdrawnEntry(), consent);
    assertThat(withdrawn.givenEntry()).isEqualTo(given.givenEntry());
  }

  @Test
  void askingAndDecliningAreInTheLedgerOnceAndAskingNamesNoPerson() {
    long before = ledger.size();
    Consent asked =
        consents.request(
            ADUR, new Consents.Ask("inspection", ATTRIBUTES, in(Duration.ofDays(1)), person));
    assertThat(ledger.size()).isEqualTo(before + 1);
    var asking = ledger.find(asked.requestedEntry()).orElseThrow();
    assertThat(asking.type()).isEqualTo(EntryType.CONSENT_REQUESTED);
    assertThat(asking.actor()).isEqualTo(ADUR.client());
    assertThat(asking.manifest().path("consent").asText()).isEqualTo(asked.id().toString());
    assertThat(asking.manifest().has("subject")).isFalse();
    assertThat(asking.manifest().toString()).doesNotContain(person);
    assertThat(hub.get(Subjects.class).known(person)).as("who is only asked").isFalse();

    consents.decline(person, asked.id());
    Consent declined = consents.decline(person, asked.id());
    assertThat(ledger.size()).isEqualTo(before + 2);
    entry(EntryType.CONSENT_DECLINED, declined.declinedEntry(), asked);
    assertThat(consents.find(person, asked.id())).isEqualTo(declined);
    assertThat(declined.requestedEntry()).isEqualTo(asked.requestedEntry());
  }

  @Test
  void whatIsRefusedToBeAskedIsNoEntry() {
    long before = ledger.size();
    refused(
        () ->
            consents.request(
                ADUR,
                new Consents.Ask(
                    "inspection", Set.of("premises.id"), in(Duration.ofDays(1)), person)));
    assertThat(ledger.size()).isEqualTo(before);
  }

  @Test
  void theTermsAreThoseOfTheAgreementAsItIsToday() {
    Consent asked = asked(Set.of("persons.name", "persons.phone"));
    assertThat(consents.terms(asked))
        .contains(
            new Consents.Terms("adur-persons", Map.of("persons.phone", new Mask.Partial(0, 2))));
    assertThat(consents.terms(asked(Set.of("persons.name"))).orElseThrow().masks()).isEmpty();
    String ended =
        PersonsWorld.agreement("adur").replace("law: Sharing", "status: ended\n  law: Sharing");
    Fixture.apply(hub, ended);
    assertThat(consents.terms(asked)).isEmpty();
    Fixture.apply(hub, PersonsWorld.agreement("adur"));
    assertThat(consents.terms(asked)).isPresent();
  }

  @Test
  void givingTwiceAtTheSameTimeIsOneGiving() {
    UUID id = asked(ATTRIBUTES).id();
    long before = ledger.size();
    List<CompletableFuture<Consent>> givings = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      givings.add(CompletableFuture.supplyAsync(() -> consents.give(person, id)));
    }
    assertThat(givings.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(ledger.size()).isEqualTo(before + 1);
  }

  private void entry(EntryType type, UUID id, Consent consent) {
    var entry = ledger.find(id).orElseThrow();
    assertThat(entry.type()).isEqualTo(type);
    assertThat(entry.actor()).isEqualTo("hub");
    assertThat(entry.manifest().path("consent").asText()).isEqualTo(consent.id().toString());
    assertThat(entry.manifest().path("subject").asText())
        .isEqualTo(hub.get(Subjects.class).commitment(person));
    assertThat(entry.manifest().path("attributes")).hasSize(ATTRIBUTES.size());
    assertThat(entry.manifest().toString()).doesNotContain(person);
  }

  @Test
  void declinedAndUnansweredAllowNothing() {
    Consent declined = consents.decline(person, asked(ATTRIBUTES).id());
    assertThat(declined.state(hub.clock().instant())).isEqualTo(Consent.State.DECLINED);
    assertThat(refused(() -> consents.give(person, declined.id())).code())
        .isEqualTo("consent-closed");
    Consent waiting = asked(ATTRIBUTES);
    denied(use(person), AccessProblem.CONSENT_MISSING);
    assertThat(refused(() -> consents.withdraw(person, waiting.id())).code())
        .isEqualTo("consent-closed");
    hub.clock().advance(Consent.WAITS);
    assertThat(waiting.state(hub.clock().instant())).isEqualTo(Consent.State.LAPSED);
    assertThat(refused(() -> consents.give(person, waiting.id())).code())
        .isEqualTo("consent-closed");
  }

  @Test
  void whatIsOnesOwnNobodyElseSees() {
    Consent mine = given(ATTRIBUTES);
    Consent named =
        consents.request(
            ADUR, new Consents.Ask("inspection", ATTRIBUTES, in(Duration.ofDays(1)), other));
    for (UUID id : List.of(mine.id(), UUID.randomUUID())) {
      assertThat(refused(() -> consents.find(other, id)).code()).isEqualTo("consent-unknown");
      assertThat(refused(() -> consents.withdraw(other, id)).code()).isEqualTo("consent-unknown");
      assertThat(refused(() -> consents.find(NOWHERE, id)).code()).isEqualTo("consent-unknown");
    }
    assertThat(refused(() -> consents.give(person, named.id())).code())
        .isEqualTo("consent-unknown");
    assertThat(consents.find(ADUR, mine.id()).given()).isNotNull();
    assertThat(consents.list(person, null, 10)).extracting(Consent::id).containsExactly(mine.id());
    assertThat(consents.list(other, null, 10)).extracting(Consent::id).containsExactly(named.id());
    assertThat(hub.get(Subjects.class).known(other)).as("a stranger makes no salt").isFalse();
  }

  @Test
  void theListIsNewestFirstAndPaged() {
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(0, given(ATTRIBUTES).id());
    }
    List<Consent> first = consents.list(person, null, 3);
    assertThat(first).extracting(Consent::id).isEqualTo(made.subList(0, 3));
    assertThat(consents.list(person, first.get(2).id(), 3))
        .extracting(Consent::id)
        .isEqualTo(made.subList(3, 5));
  }

  @Test
  void whatCannotBeAskedForIsRefusedWithTheReason() {
    Instant day = in(Duration.ofDays(1));
    Instant year = Instant.parse("2027-01-15T08:00:00Z");
    Set<String> name = Set.of("persons.name");
    consents.request(ADUR, new Consents.Ask("inspection", name, year, null));
    assertAsked("consent-request-invalid", "a year", name, year.plusNanos(1_000), null);
    assertAsked("consent-request-invalid", "future", name, hub.clock().instant(), null);
    assertAsked("consent-request-invalid", "has an end", name, null, null);
    assertAsked("consent-request-invalid", "1 to 100", Set.of(), day, null);
    assertAsked("consent-request-invalid", "resource.column", Set.of("persons"), day, null);
    assertAsked("consent-request-invalid", "identifier is blank", name, day, "");
    assertAsked("consent-request-invalid", "authorities", Set.of("authorities.id"), day, null);
    assertAsked("access-not-agreed", "premises", Set.of("premises.id"), day, null);
    assertAsked("access-not-agreed", "number", Set.of("persons.number"), day, null);
    assertAsked("column-unknown", "nam", Set.of("persons.nam"), day, null);
    assertThat(
            refused(() -> consents.request(ADUR, new Consents.Ask("curiosity", name, day, null)))
                .code())
        .isEqualTo("purpose-unknown");
  }

  private void assertAsked(
      String code, String detail, Set<String> attributes, Instant until, String subject) {
    Problem problem =
        refused(
            () ->
                consents.request(ADUR, new Consents.Ask("inspection", attributes, until, subject)));
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.detail()).contains(detail);
  }

  @Test
  void whatTheLawAllowsNeedsNobodysConsent() {
    Fixture.apply(hub, Fixture.agreement("duty", "persons:\n  columns: [person, name]"));
    AccessGrant grant = permitted(use(null, Map.of("persons", Set.of("name"))));
    assertThat(grant.basis().kind()).isEqualTo("agreement");
    assertThat(grant.resources().get("persons").rowCondition().all()).isTrue();
    denied(use(null), AccessProblem.SUBJECT_MISSING);
    Fixture.apply(
        hub,
        Fixture.agreement("duty", "persons:\n  columns: [person, name]")
            .replace("law: Sharing", "status: ended\n  law: Sharing"));
    denied(use(null, Map.of("persons", Set.of("name"))), AccessProblem.SUBJECT_MISSING);
  }

  @Test
  void whoIsForgottenAllowsNothing() {
    Consent consent = given(ATTRIBUTES);
    AccessGrant grant = permitted(use(person));
    hub.get(Erasures.class)
        .erase(
            ADUR, new Erasures.Ask(person, Erasures.Ground.OBJECTION, "GDPR art. 17(1)(c)", null));
    denied(use(person), AccessProblem.CONSENT_MISSING);
    assertThat(refused(() -> judge.requireConsent(grant)).detail()).contains("is gone");
    assertThat(refused(() -> consents.find(person, consent.id())).code())
        .isEqualTo("consent-unknown");
  }

  @Test
  void neitherDatabaseNorLogHoldsThePerson() {
    List<String> logged = new ArrayList<>();
    Handler capture =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(
                entry.getMessage()
                    + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters())
                    + entry.getThrown());
          }

          @Override
          public void flush() {
            // nothing is kept back
          }

          @Override
          public void close() {
            // nothing is open
          }
        };
    Logger root = Logger.getLogger("");
    Level level = root.getLevel();
    Handler[] console = root.getHandlers();
    List.of(console).forEach(root::removeHandler);
    root.addHandler(capture);
    root.setLevel(Level.ALL);
    try {
      denied(use(person), AccessProblem.CONSENT_MISSING);
      Consent consent = given(ATTRIBUTES);
      judge.settle(permitted(use(person)), outcome(List.of(new RowRef("homes", person))));
      consents.withdraw(person, consent.id());
    } finally {
      root.removeHandler(capture);
      List.of(console).forEach(root::addHandler);
      root.setLevel(level);
    }
    assertThat(logged).as("something is captured").isNotEmpty();
    assertThat(logged).noneMatch(line -> line.contains(person));
    List<Map<String, Object>> rows =
        hub.get(Database.class)
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT * FROM access.consent").mapToMap().list());
    assertThat(rows.toString()).contains("persons.name").doesNotContain(person);
  }
}
