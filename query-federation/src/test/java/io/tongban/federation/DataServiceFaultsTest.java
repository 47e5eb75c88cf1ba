package io.tongban.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a data service is not published: each refusal with its place, its words and its way out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataServiceFaultsTest {
  private static final String PROVIDER = "provider: food-agency";
  private static final String SQL = "sql: 'SELECT id FROM food_premises WHERE id = :id'";
  private static final String ID = "parameters: [{name: id, type: STRING}]";
  private static final String LOOK_UP = PROVIDER + " | " + SQL + " | " + ID;
  private TestHub hub;

  @BeforeAll
  void open() {
    hub = TestHub.onH2();
    World.open(hub);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  /** The faults of a service whose spec has these lines. */
  private List<String> faults(String name, String lines) {
    String spec = "  " + lines.replace(" | ", "\n  ") + "\n";
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> World.apply(hub, World.service(name, spec)));
    assertThat(refused).as("it was published").isNotNull();
    return ((List<?>) refused.problem().extensions().get("faults"))
        .stream()
            .map(Fault.class::cast)
            .map(fault -> fault.pointer() + " # " + fault.message() + " # " + fault.fix())
            .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          service: Not_Kebab ! /spec/service ! Not_Kebab v1 cannot be the path of a service ! name the service in kebab-case and number its versions from 1
          majorVersion: 0 ! /spec/service ! it v0 cannot be the path of a service ! name the service in kebab-case and number its versions from 1
          service: premises-lookup ! /spec/majorVersion ! version 1 of premises-lookup is premises-lookup ! give this one another majorVersion
          deprecated: {since: 2026-02-01, sunset: 2026-01-31} ! /spec/deprecated/sunset ! the sunset lies before since ! let it come after since
          deprecated: {since: 2026-02-01, successor: it} ! /spec/deprecated/successor ! there is no other DataService it ! name the DataService to call instead
          deprecated: {since: 2026-02-01, successor: none} ! /spec/deprecated/successor ! there is no other DataService none ! name the DataService to call instead
          subject: person ! /spec/subject ! the subject person is not a parameter ! declare it under spec.parameters, or name one of [id]
          report: {maxRows: 0, maxSeconds: 10} ! /spec/report ! a report needs a budget of at least one row and one second ! set maxRows and maxSeconds
          report: {maxRows: 10, maxSeconds: 0} ! /spec/report ! a report needs a budget of at least one row and one second ! set maxRows and maxSeconds
          engine: trino ! /spec/engine ! no Source has jdbc.trinoCatalogs, so there is no Trino ! ~~
          """)
  void aLookUpWithThisLineIsRefused(String line, String pointer, String message, String fix) {
    requireOne(faults("it", LOOK_UP + " | " + line), pointer, message, fix);
  }

  private static void requireOne(List<String> faults, String pointer, String message, String fix) {
    assertThat(faults)
        .singleElement()
        .asString()
        .startsWith(pointer + " # " + message + " # " + fix);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          [{name: id, type: STRING}, {name: id, type: STRING}] ! /spec/parameters/1 ! id is declared twice ! declare it once
          [{name: id, type: STRING}, {name: more, type: DATE}] ! /spec/parameters/1 ! the SQL does not use :more ! use :more in the SQL or remove the parameter
          [] ! /spec/sql ! the SQL uses :id, which is not declared ! declare id with its type under spec.parameters
          [{name: id, type: STRING, required: false}] | subject: id ! /spec/subject ! the parameter id cannot name a person ! make it a required STRING
          """)
  void theseParametersAreRefused(String parameters, String pointer, String message, String fix) {
    requireOne(
        faults("it", PROVIDER + " | " + SQL + " | parameters: " + parameters),
        pointer,
        message,
        fix);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          SELECT id FROM food_premises WHERE id = :id AND ! Incorrect syntax
          DELETE FROM food_premises WHERE id = :id ! SELECT
          SELECT id FROM food_premises WHERE id = :id; SELECT 1 ! ~~
          SELECT id FROM food_premisses WHERE id = :id ! food_premisses
          SELECT idd FROM food_premises WHERE id = :id ! idd
          SELECT id FROM food_premises WHERE id = :id AND opened = '2016-06-17' ! DATE
          SELECT headcount FROM employers WHERE headcount > 3 OR premises = :id ! the plan reads a whole table of a source: labour-db: SELECT
          """)
  void thisSqlIsRefused(String sql, String message) {
    String quoted = "sql: '" + sql.replace("'", "''") + "'";
    assertThat(faults("it", PROVIDER + " | " + quoted + " | " + ID))
        .singleElement()
        .asString()
        .startsWith("/spec/sql # ")
        .containsIgnoringCase(message);
  }

  @Test
  void anUnknownProviderIsToldWithTheKnownOnes() {
    assertThat(faults("it", "provider: nobody | " + SQL + " | " + ID))
        .singleElement()
        .asString()
        .startsWith("/spec/provider # there is no Department nobody # declare it, or use one of [")
        .contains("food-agency");
  }

  /** All at once, so that a steward does not mend one after the other. */
  @Test
  void allFaultsAreToldTogether() {
    assertThat(
            faults(
                "it",
                "provider: nobody | "
                    + SQL
                    + " | parameters: [] | subject: person | majorVersion: 0"
                    + " | report: {maxRows: 0, maxSeconds: 0}"))
        .extracting(fault -> fault.split(" ", 2)[0])
        .containsExactlyInAnyOrder(
            "/spec/provider", "/spec/subject", "/spec/service", "/spec/sql", "/spec/report");
  }

  /** Trino is declared in a hub of its own, since the others here are to have none. */
  @Test
  void whatTrinoCannotTakeWholeIsRefusedForItWithTheReason() {
    try (TestHub withTrino = TestHub.onH2()) {
      World.open(withTrino);
      World.apply(
          withTrino,
          """
          apiVersion: tongban.io/v1
          kind: Source
          metadata: {name: trino, title: {zh: 分析引擎, en: Trino}}
          spec:
            department: labour
            jdbc:
              url: jdbc:trino://127.0.0.1:1
              user: tongban
              trinoCatalogs: {hub: hub}
          """);
      assertThat(trino(withTrino, "SELECT headcount FROM employers WHERE premises = :id"))
          .startsWith("/spec/engine # Trino cannot read the tables of labour-db: trinoCatalogs");
      assertThat(
              trino(
                  withTrino,
                  "SELECT p.id FROM food_premises p JOIN food_premises q ON q.id = p.id AND"
                      + " CHAR_LENGTH(q.id) = 10 / (CHAR_LENGTH(p.id) + 1) WHERE p.id = :id"))
          .startsWith("/spec/engine # an expression below a join can fail")
          .contains("2 statements");
    }
  }

  private static String trino(TestHub hub, String sql) {
    String spec = "  " + PROVIDER + "\n  sql: '" + sql + "'\n  " + ID + "\n  engine: trino\n";
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> World.apply(hub, World.service("it", spec)));
    Fault fault = (Fault) ((List<?>) refused.problem().extensions().get("faults")).get(0);
    return fault.pointer() + " # " + fault.message();
  }
}
