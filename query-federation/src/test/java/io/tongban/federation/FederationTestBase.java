package io.tongban.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Federation with the real registry, judge and ledger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FederationTestBase {
  private static final Actor ADUR = new Actor("adur-system", "adur", "R1");
  private static final Actor BRENT = new Actor("brent-system", "brent", "R2");
  private static final String PURPOSE = "inspection";
  private TestHub hub;
  private Federation federation;

  abstract TestHub hub();

  @BeforeAll
  void open() {
    hub = hub();
    World.open(hub);
    federation = hub.get(Federation.class);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @Test
  void aServiceAnswersFromStoredAndLiveWithAReceipt() {
    Answer answer = federation.call(ADUR, "premises-lookup", Map.of("id", "a1"), PURPOSE, null);
    assertThat(answer.rows()).containsExactly(List.of("a1", "一*店", 10L));
    assertThat(answer.columns()).extracting(c -> c.masked()).containsExactly(false, true, false);
    assertThat(answer.sources())
        .containsExactly(new RowRef("food-premises", "a1"), new RowRef("employers", "a1"));
    var recorded = hub.get(Ledger.class).find(answer.receipt().id()).orElseThrow();
    assertThat(recorded.type()).isEqualTo(EntryType.ACCESS);
    assertThat(hub.get(Ledger.class).uses(new RowRef("food-premises", "a1"), 100))
        .extracting(Ledger.Recorded::id)
        .contains(answer.receipt().id());
  }

  @Test
  void rowsOutsideTheAgreementAreNotThere() {
    assertThat(federation.call(ADUR, "premises-lookup", Map.of("id", "a2"), PURPOSE, null).rows())
        .isEmpty();
    assertThat(
            federation
                .query(ADUR, "SELECT id FROM food_premises ORDER BY id", List.of(), PURPOSE, null)
                .rows())
        .containsExactly(List.of("a1"), List.of("a3"), List.of("a5"), List.of("a7"));
  }

  @Test
  void aClientWithoutAgreementIsRefusedAndTheRefusalRecorded() {
    Problem problem =
        refused(() -> federation.call(BRENT, "premises-lookup", Map.of("id", "a1"), PURPOSE, null));
    assertThat(problem.status()).isEqualTo(403);
    assertThat(hub.get(Ledger.class).newest(EntryType.REFUSAL, "brent-system", null, 1))
        .isNotEmpty();
  }

  @Test
  void theRowLimitOfTheAgreementCutsTheAnswer() {
    Answer answer =
        federation.query(ADUR, "SELECT premises FROM employers", List.of(), PURPOSE, null);
    assertThat(answer.rows()).hasSize(5);
    assertThat(answer.truncated()).isTrue();
  }

  @Test
  void readsNamesTheColumnsByResource() {
    assertThat(federation.reads("premises-lookup"))
        .isEqualTo(
            Map.of(
                "food-premises", Set.of("id", "name"),
                "employers", Set.of("premises", "headcount")));
  }

  @Test
  void runsUnderAGrantOfItsCallerWithoutSettlingIt() {
    var grant =
        hub.get(Judge.class)
            .grant(
                new AccessRequest(
                    ADUR,
                    Action.ISSUE,
                    "certificate",
                    federation.reads("premises-lookup"),
                    PURPOSE,
                    null));
    long before = hub.get(Ledger.class).size();
    var unsettled = federation.run(grant, "premises-lookup", Map.of("id", "a3"));
    assertThat(unsettled.rows()).containsExactly(List.of("a3", "B***s", 30L));
    assertThat(unsettled.planDigest()).hasSize(64);
    assertThat(unsettled.resultDigest()).hasSize(64);
    assertThat(hub.get(Ledger.class).size()).isEqualTo(before);
  }

  @Test
  void aReportAggregatesWhatTheCallerMaySee() {
    Answer answer = federation.call(ADUR, "premises-report", Map.of(), PURPOSE, null);
    assertThat(answer.rows()).containsExactly(List.of("R1", 4L));
    assertThat(answer.sources()).isEmpty();
  }

  @Test
  void explainShowsTheSqlOfEverySourceAndReadsNothing() {
    var explanation =
        federation.explain(
            ADUR,
            "SELECT p.id, e.headcount FROM food_premises p JOIN employers e ON e.premises = p.id"
                + " WHERE p.id = 'a1'",
            PURPOSE);
    assertThat(explanation.pushed()).containsOnlyKeys("hub", "labour-db");
    assertThat(explanation.pushed().get("labour-db").get(0))
        .containsIgnoringCase("\"premises\" = 'a1'");
    assertThat(explanation.pushed().get("hub").get(0)).contains("= 'a1'").contains("= ?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO food_premises VALUES (1)|not-a-select|1|1",
        "UPDATE food_premises SET id = 'x'|not-a-select|1|1",
        "DELETE FROM food_premises|not-a-select|1|1",
        "DROP TABLE food_premises|not-a-select|1|1",
        "'  CREATE TABLE x (a INTEGER)'|not-a-select|1|3",
        "EXPLAIN PLAN FOR SELECT id FROM food_premises|not-a-select|1|1",
        "SET a = 1|not-a-select|1|1",
        "SELECT id FROM food_premises; SELECT id FROM food_premises|not-a-select|1|29",
        "SELECT nam FROM food_premises|sql-name-unknown|1|8",
        "SELECT staff FROM food_premises|sql-name-unknown|1|8",
        "SELECT id FROM food_premisses|sql-name-unknown|1|16",
        "SELECT id FROM records.food_premises_v1|sql-name-unknown|1|16",
        "SELECT id FROM food_premises WHERE|sql-invalid|1|34",
        "SELECT id FROM food_premises WHERE id = 5|sql-invalid|1|41",
        "SELECT 1|sql-invalid|0|0"
      })
  void faultySqlIsRefusedWithItsPlace(String sql, String code, int line, int column) {
    Problem problem = refused(() -> federation.query(ADUR, sql, List.of(), PURPOSE, null));
    assertThat(problem.code()).isEqualTo(code);
    if (line > 0) {
      assertThat(problem.extensions()).containsEntry("line", line).containsEntry("column", column);
    }
  }

  @Test
  void suggestionsNameOnlyWhatTheCallerMaySee() {
    Problem column =
        refused(
            () ->
                federation.query(ADUR, "SELECT nam FROM food_premises", List.of(), PURPOSE, null));
    assertThat(column.extensions().get("suggestions")).isEqualTo(List.of("name"));
    Problem hidden =
        refused(
            () ->
                federation.query(ADUR, "SELECT staf FROM food_premises", List.of(), PURPOSE, null));
    assertThat(hidden.extensions().get("suggestions")).isEqualTo(List.of());
    Problem table =
        refused(
            () ->
                federation.query(ADUR, "SELECT id FROM food_premisses", List.of(), PURPOSE, null));
    assertThat(table.extensions().get("suggestions")).isEqualTo(List.of("food_premises"));
  }

  @Test
  void parametersAreCheckedByNameAndType() {
    assertThat(
            refused(() -> federation.call(ADUR, "premises-lookup", Map.of(), PURPOSE, null))
                .detail())
        .contains("id is missing");
    assertThat(
            refused(
                    () ->
                        federation.call(
                            ADUR, "premises-lookup", Map.of("id", "a1", "x", 1), PURPOSE, null))
                .detail())
        .contains("no parameter x");
    assertThat(
            refused(
                    () ->
                        federation.query(
                            ADUR,
                            "SELECT id FROM food_premises WHERE opened = ?",
                            List.of("yesterday"),
                            PURPOSE,
                            null))
                .code())
        .isEqualTo("parameter-invalid");
    assertThat(
            federation
                .query(
                    ADUR,
                    "SELECT id FROM food_premises WHERE opened = ?",
                    List.of("2003-01-02"),
                    PURPOSE,
                    null)
                .rows())
        .containsExactly(List.of("a3"));
  }

  @Test
  void namesCanBeJoinedTrimmedAndCaseBlindAndParametersLeftOut() {
    World.apply(
        hub,
        World.service(
            "name-twins",
            """
              provider: food-agency
              sql: >
                SELECT a.id, b.id AS twin FROM food_premises a
                JOIN food_premises b ON UPPER(TRIM(a.name)) = UPPER(TRIM(b.name))
                WHERE :id IS NULL OR a.id = :id
              parameters: [{name: id, type: STRING, required: false}]
              report: {maxRows: 100, maxSeconds: 10}
            """));
    assertThat(federation.call(ADUR, "name-twins", Map.of(), PURPOSE, null).rows()).hasSize(4);
    assertThat(federation.call(ADUR, "name-twins", Map.of("id", "a3"), PURPOSE, null).rows())
        .containsExactly(List.of("a3", "a3"));
  }

  @Test
  void anUnknownServiceIsAProblem() {
    assertThat(refused(() -> federation.call(ADUR, "nope", Map.of(), PURPOSE, null)).code())
        .isEqualTo("service-unknown");
  }

  @Test
  void servicesAreCheckedWhenTheyAreDeclared() {
    assertThat(fault("SELECT nam FROM food_premises WHERE id = :id", "id"))
        .contains("there is no column 'nam'", "did you mean name", "line 1, column 8");
    assertThat(fault("DELETE FROM food_premises WHERE id = :id", "id")).contains("not a SELECT");
    assertThat(fault("SELECT id FROM food_premises WHERE id = :other", "id"))
        .contains(":other, which is not declared", "does not use :id");
    assertThat(fault("SELECT id FROM food_premises WHERE staff = :id", "id"))
        .contains("cannot be compared");
    assertThat(fault("SELECT id FROM food_premises WHERE name <> :id", "id"))
        .contains("reads a whole table of a source", "hub: SELECT");
    assertThat(
            fault(
                "SELECT p.id FROM food_premises p JOIN employers e ON e.headcount < p.staff"
                    + " WHERE p.id = :id",
                "id"))
        .contains("reads a whole table of a source: labour-db");
  }

  @Test
  void aServiceForTrinoIsRefusedWhereItCannotBeHandedOver() {
    String report =
        "  provider: food-agency\n  engine: trino\n  report: {maxRows: 9, maxSeconds: 9}\n";
    String premises =
        report + "  sql: SELECT region, COUNT(*) AS n FROM food_premises GROUP BY region\n";
    assertThat(World.faults(hub, World.service("wide", premises))).contains("there is no Trino");
    World.apply(
        hub,
        """
        apiVersion: tongban.io/v1
        kind: Source
        metadata: {name: trino, title: {zh: 引擎, en: Trino}}
        spec:
          department: labour
          jdbc: {url: "jdbc:trino://127.0.0.1:1", trinoCatalogs: {hub: hub, labour-db: labour}}
        """);
    World.apply(hub, World.service("wide", premises));
    assertThat(
            World.faults(
                hub,
                World.service("wide-live", report + "  sql: SELECT headcount FROM employers\n")))
        .contains("Trino cannot read the tables of labour-db");
  }

  private String fault(String sql, String parameter) {
    return World.faults(
        hub,
        World.service(
            "broken",
            """
              provider: food-agency
              sql: "%s"
              parameters: [{name: %s, type: STRING}]
            """
                .formatted(sql, parameter)));
  }

  private static Problem refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call);
    assertThat(refused).isNotNull();
    return refused.problem();
  }
}
