package io.tongban.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.Actor;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.registry.RecordStore;
import io.tongban.registry.StandardRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Services that give one person's attributes with that person's consent, stored and live. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsentTestBase {
  private static final Actor ADUR = new Actor("adur-system", "adur", "R1");
  private static final int RANDOM_QUERIES = 60;

  private static final String PEOPLE =
      """
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: people, title: {zh: 人口, en: People}}
      spec:
        provider: food-agency
        sharing: CONDITIONAL
        items:
          - {name: number, element: text, required: true}
          - {name: id, element: text, required: true}
          - {name: name, element: text}
          - {name: born, element: day}
          - {name: children, element: count}
        key: [number]
        indexed: [id]
        subject: id
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: jobs, title: {zh: 就业, en: Jobs}}
      spec:
        provider: labour
        sharing: CONDITIONAL
        items:
          - {name: person, element: text, required: true}
          - {name: headcount, element: count}
        key: [person]
        subject: person
        live: {source: labour-db, table: employer_table, columns: {person: premises, headcount: no_of_staff}}
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: adur-people, title: {zh: 协议, en: Agreement}}
      spec:
        recipient: adur
        purposes: [inspection]
        consent: true
        from: 2026-01-01
        to: 2026-12-31
        resources:
          people: {columns: [number, id, name, born, children], masks: {born: year}}
          jobs: {columns: [person, headcount]}
      """;

  private static final String PREFILL =
      """
        provider: food-agency
        subject: id
        sql: |
          SELECT p.name, p.born, j.headcount
          FROM people p LEFT JOIN jobs j ON j.person = p.id
          WHERE p.id = :id
        parameters: [{name: id, type: STRING}]
      """;

  private TestHub hub;
  private Federation federation;
  private Consents consents;
  private int services;

  abstract TestHub hub();

  @BeforeAll
  void open() {
    hub = hub();
    World.open(hub);
    World.apply(hub, PEOPLE);
    World.apply(hub, World.service("prefill", PREFILL));
    federation = hub.get(Federation.class);
    consents = hub.get(Consents.class);
    try (var load =
        hub.get(RecordStore.class).open("people", UUID.randomUUID(), RecordStore.Mode.FULL)) {
      for (int i = 1; i <= 8; i++) {
        load.put(
            new StandardRecord(
                "n" + i,
                java.util.Arrays.asList(
                    "n" + i,
                    "a" + i,
                    "Person " + i,
                    java.time.LocalDate.of(1990 + i, 5, 6),
                    (long) i % 3),
                i,
                "0".repeat(64)));
      }
      load.commit();
    }
  }

  @AfterAll
  void close() {
    hub.close();
  }

  private Consent consent(String person) {
    Consent asked =
        consents.request(
            ADUR,
            new Consents.Ask(
                "inspection",
                Set.of(
                    "people.number",
                    "people.id",
                    "people.name",
                    "people.born",
                    "people.children",
                    "jobs.person",
                    "jobs.headcount"),
                hub.clock().instant().plus(Duration.ofDays(1)),
                null));
    return consents.give(person, asked.id());
  }

  private Answer prefill(String person) {
    return federation.call(ADUR, "prefill", Map.of("id", person), "inspection", null);
  }

  private static Problem refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call);
    assertThat(refused).as("it must be refused").isNotNull();
    return refused.problem();
  }

  @Test
  void aPrefillAnswersWithConsentUntilItIsWithdrawn() {
    assertThat(refused(() -> prefill("a1")).code()).isEqualTo("consent-missing");
    Consent consent = consent("a1");
    Answer answer = prefill("a1");
    assertThat(answer.rows())
        .containsExactly(List.of("Person 1", java.time.LocalDate.of(1991, 1, 1), 10L));
    var manifest = hub.get(Ledger.class).find(answer.receipt().id()).orElseThrow().manifest();
    assertThat(manifest.path("basis").path("consent").asText()).isEqualTo(consent.id().toString());
    assertThat(manifest.toString()).doesNotContain("\"a1\"");
    assertThat(refused(() -> prefill("a2")).code()).isEqualTo("consent-missing");
    consents.withdraw("a1", consent.id());
    Problem problem = refused(() -> prefill("a1"));
    assertThat(problem.code()).isEqualTo("consent-missing");
    assertThat(CanonicalJson.mapper().valueToTree(problem).toString()).doesNotContain("\"a1\"");
    assertThat(hub.get(Ledger.class).newest(EntryType.REFUSAL, "adur-system", null, 1))
        .singleElement()
        .satisfies(entry -> assertThat(entry.manifest().toString()).doesNotContain("\"a1\""));
  }

  @Test
  void onePlanServesAllPersons() {
    consent("a3");
    consent("a4");
    assertThat(prefill("a3").rows().get(0)).startsWith("Person 3");
    assertThat(prefill("a4").rows().get(0)).startsWith("Person 4");
  }

  @Test
  void adHocSqlNamesNobodyAndSoReadsNobody() {
    consent("a5");
    assertThat(
            refused(
                    () ->
                        federation.query(
                            ADUR,
                            "SELECT name FROM people WHERE id = 'a5'",
                            List.of(),
                            "inspection",
                            null))
                .code())
        .isEqualTo("subject-missing");
  }

  @Test
  void aSubjectThatIsNoParameterIsNotPublished() {
    assertThat(
            World.faults(
                hub, World.service("wrong", PREFILL.replace("subject: id", "subject: person"))))
        .contains("/spec/subject", "person is not a parameter", "[id]");
    assertThat(
            World.faults(
                hub,
                World.service(
                    "wrong", PREFILL.replace("type: STRING", "type: STRING, required: false"))))
        .contains("cannot name a person");
  }

  /** Whatever SQL a service has, it answers as if the other persons did not exist. */
  @Test
  void noSqlReachesAnotherPerson() {
    consent("a6");
    List<String> wheres =
        Combinators.combine(predicate(), predicate(), Arbitraries.of("AND", "OR", "OR NOT"))
            .as((a, b, op) -> "(" + a + ") " + op + " (" + b + ")")
            .list()
            .ofSize(RANDOM_QUERIES)
            .sample();
    Map<String, String> asked = new LinkedHashMap<>();
    wheres.forEach(where -> asked.put("random-" + services++, where));
    World.apply(
        hub,
        asked.entrySet().stream()
            .map(service -> World.service(service.getKey(), RANDOM.formatted(service.getValue())))
            .collect(Collectors.joining("---\n")));
    Set<Object> seen = new TreeSet<>();
    asked.forEach(
        (name, where) -> {
          Answer answer = federation.call(ADUR, name, Map.of("id", "a6"), "inspection", null);
          assertThat(answer.rows()).as(where).containsExactly(List.of("a6", "Person 6", "a6"));
          answer.rows().forEach(row -> seen.add(row.get(0)));
        });
    assertThat(seen).containsExactly("a6");
  }

  private static final String RANDOM =
      """
        provider: food-agency
        subject: id
        sql: |
          SELECT p.id, p.name, j.person
          FROM people p LEFT JOIN jobs j ON j.headcount > 0
          WHERE (%s) OR p.id = :id
        report: {maxRows: 1000, maxSeconds: 30}
        parameters: [{name: id, type: STRING}]
      """;

  private static Arbitrary<String> predicate() {
    return Arbitraries.of(
        "1 = 1",
        "p.id = 'a1'",
        "p.id <> 'a6'",
        "p.id IN ('a1', 'a2', 'a6')",
        "p.name LIKE 'Person%'",
        "p.name = 'Person 2'",
        "p.children > 0",
        "p.born IS NOT NULL",
        "j.person = 'a1'",
        "j.person <> p.id",
        "EXISTS (SELECT 1 FROM people q WHERE q.id <> p.id)",
        "p.id IN (SELECT q.id FROM people q WHERE q.children >= 0)",
        "p.children < (SELECT COUNT(*) FROM people q)",
        "NOT EXISTS (SELECT 1 FROM jobs q WHERE q.person = p.id)");
  }
}
