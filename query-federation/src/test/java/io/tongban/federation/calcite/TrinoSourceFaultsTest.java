package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agroal.api.AgroalDataSource;
import io.tongban.access.ResourceGrant;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a real Trino's errors. {@code ./tongban test --trino} starts one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = TrinoServer.PROPERTY, matches = "jdbc:trino:.+")
class TrinoSourceFaultsTest {
  private static final String BY_KEY = "SELECT employer FROM jobs WHERE person = 'p1'";

  /** Of this test alone, so that its queries can be told from others. */
  private static final String USER = "tongban-faults";

  /** Seconds that are enough on a busy machine. */
  private static final int LONG = 120;

  private Departments departments;
  private Map<String, ResourceGrant> terms;

  @BeforeAll
  void open() throws SQLException {
    departments = Departments.onPostgres().filled(4);
    terms = Map.of("jobs", departments.all("jobs"));
    TrinoServer.read(departments);
  }

  @AfterAll
  void close() {
    departments.close();
  }

  private List<List<Object>> ask(String sql, String url, String user, int seconds) {
    try (AgroalDataSource pool = TrinoServer.pool(url, user)) {
      CompiledQuery handed = departments.handOver(sql, terms, TrinoServer.database(pool), null);
      return departments
          .engine()
          .run(
              handed, new Object[0], Departments.grant(terms), new QueryEngine.Limits(100, seconds))
          .rows();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<List<Object>> ask(String sql) {
    return ask(sql, TrinoServer.url(), USER, LONG);
  }

  private Problem failure(String sql, String url, String user, int seconds) {
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> ask(sql, url, user, seconds)).problem();
    assertThat(problem.extensions()).containsEntry("source", "trino");
    assertThat(problem.detail()).contains("trino").doesNotContain("secret", "Query", "employment");
    return problem;
  }

  private Problem failure(String sql) {
    return failure(sql, TrinoServer.url(), USER, LONG);
  }

  private static String with(String session) {
    return TrinoServer.url() + "?sessionProperties=" + session;
  }

  /** Runs something while no reader gets at the table. */
  private void locked(Runnable meanwhile) throws SQLException {
    try (Connection locking = departments.database("labour").connection();
        Statement statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("LOCK TABLE employment IN ACCESS EXCLUSIVE MODE");
      meanwhile.run();
    }
  }

  /** The queries of this test that Trino still has to do with. */
  private static List<String> unfinished(Statement statement) throws SQLException {
    List<String> queries = new ArrayList<>();
    try (var found =
        statement.executeQuery(
            "SELECT query_id FROM system.runtime.queries WHERE \"user\" = '"
                + USER
                + "' AND state NOT IN ('FINISHED', 'FAILED')")) {
      while (found.next()) {
        queries.add(found.getString(1));
      }
    }
    return queries;
  }

  /** Trino may list a query a moment longer than its client has waited for it. */
  private static void requireNoneRuns() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONG);
    try (Connection connection = TrinoServer.connect();
        Statement statement = connection.createStatement()) {
      List<String> running;
      do {
        running = unfinished(statement);
      } while (!running.isEmpty() && System.nanoTime() < deadline);
      assertThat(running).isEmpty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aQueryWhoseTimeIsUpIsCancelledThere() throws SQLException {
    locked(
        () -> {
          Problem problem = failure(BY_KEY, TrinoServer.url(), USER, 3);
          assertThat(problem.code()).isEqualTo("query-timeout");
          requireNoneRuns();
        });
    assertThat(ask(BY_KEY)).hasSize(1);
  }

  @Test
  void trinosOwnTimeLimitIsToldAsOne() throws SQLException {
    locked(
        () ->
            assertThat(failure(BY_KEY, with("query_max_run_time:2s"), USER, LONG).code())
                .isEqualTo("query-timeout"));
  }

  @Test
  void aQueryThatTrinosOperatorStopsIsCancelled() throws SQLException {
    locked(
        () -> {
          var asked = CompletableFuture.supplyAsync(() -> failure(BY_KEY));
          stopOne();
          assertThat(asked.join().code()).isEqualTo("query-cancelled");
        });
  }

  private static void stopOne() {
    try (Connection connection = TrinoServer.connect();
        Statement statement = connection.createStatement()) {
      List<String> running;
      do {
        running = unfinished(statement);
      } while (running.isEmpty());
      statement.execute(
          "CALL system.runtime.kill_query(query_id => '%s', message => 'enough')"
              .formatted(running.get(0)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTrinoWhoseQueueIsFullIsBusy() {
    assertThat(failure(BY_KEY, TrinoServer.url(), TrinoServer.NO_PLACE, LONG).code())
        .isEqualTo("source-busy");
  }

  @Test
  void aQueryThatTrinoHasNotTheMemoryForIsTooWide() {
    String wide = "SELECT COUNT(*) AS n FROM jobs a, jobs b WHERE a.employer = b.employer";
    assertThat(failure(wide, with("query_max_memory:1B"), USER, LONG).code())
        .isEqualTo("query-too-wide");
  }

  @Test
  void aCatalogueThatTrinoLacksIsAMisfit() throws SQLException {
    TrinoServer.run("DROP CATALOG tongban_labour");
    try {
      assertThat(failure(BY_KEY).code()).isEqualTo("source-misfit");
    } finally {
      TrinoServer.read(departments);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RENAME TO elsewhere", "RENAME COLUMN firm_name TO firm"})
  void aTableOrColumnThatIsNotThereIsAMisfit(String change) {
    departments.run("labour", "ALTER TABLE employment " + change);
    try {
      assertThat(failure(BY_KEY).code()).isEqualTo("source-misfit");
    } finally {
      departments.run(
          "labour",
          change.contains("elsewhere")
              ? "ALTER TABLE elsewhere RENAME TO employment"
              : "ALTER TABLE employment RENAME COLUMN firm TO firm_name");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT wage FROM jobs WHERE person = 'p1'",
        "SELECT person FROM jobs WHERE wage = 3",
      })
  void aColumnOfAnotherTypeIsAMisfitAndItsValuesAreNotTold(String sql) {
    departments.run("labour", "ALTER TABLE employment RENAME COLUMN wage TO old_wage");
    departments.run(
        "labour", "ALTER TABLE employment ADD COLUMN wage VARCHAR(20) DEFAULT 'secret'");
    try {
      assertThat(failure(sql).code()).isEqualTo("source-misfit");
    } finally {
      departments.run("labour", "ALTER TABLE employment DROP COLUMN wage");
      departments.run("labour", "ALTER TABLE employment RENAME COLUMN old_wage TO wage");
    }
  }

  @Test
  void aDatabaseBehindTrinoThatIsDownIsNotTakenForTrino() throws SQLException {
    TrinoServer.catalogue("tongban_labour", "jdbc:postgresql://127.0.0.1:1/nowhere");
    try {
      Problem problem = failure(BY_KEY);
      assertThat(problem.code()).isEqualTo("source-unreachable");
      assertThat(problem.detail()).startsWith("a database that the source trino reads");
    } finally {
      TrinoServer.read(departments);
    }
  }

  @Test
  void aTrinoThatIsDownIsUnreachable() {
    Problem problem = failure(BY_KEY, "jdbc:trino://127.0.0.1:1", USER, LONG);
    assertThat(problem.code()).isEqualTo("source-unreachable");
    assertThat(problem.detail()).isEqualTo("the source trino cannot be reached");
  }
}
