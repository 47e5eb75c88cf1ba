package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceHealth;
import io.tongban.hub.Sources;
import io.tongban.hub.test.TestHub;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.linq4j.Enumerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sources that hang, break off, or are not what their definition says; real servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SourceFaultsTestBase {
  private static final String BY_KEY = "SELECT employer FROM jobs WHERE person = 'p1'";

  /** Seconds that are enough on a busy machine. */
  private static final int LONG = 60;

  private TestHub hub;
  private Departments departments;
  private String url;

  /** Its JDBC URL, on a database of its own. */
  abstract String url();

  abstract String product();

  /** Counts the statements that run, except this one. */
  abstract String running();

  /** Locks the table against readers until the connection is closed. */
  abstract void lock(Statement statement) throws SQLException;

  /** Breaks all connections to the database but one's own. */
  abstract void breakConnections(Connection connection) throws SQLException;

  /** Makes the table {@code employment} so large that no driver or socket holds it. */
  abstract String fill();

  @BeforeAll
  void open() {
    url = url();
    hub = TestHub.onH2();
    source(LONG);
    departments =
        Departments.on(
            name ->
                name.equals("labour")
                    ? new SourceDatabase(
                        name,
                        product(),
                        () -> hub.get(Sources.class).jdbc("labour"),
                        ZoneOffset.UTC,
                        () -> hub.get(Sources.class).failed("labour"))
                    : Departments.h2(name));
    run(
        "CREATE TABLE employment (person VARCHAR(40), firm_name VARCHAR(100), wage NUMERIC(12, 2),"
            + " region VARCHAR(10))");
    run("INSERT INTO employment VALUES ('p1', 'Firm', 1, '31'), ('p1', 'Firm', 1, '31')");
  }

  private void source(int seconds) {
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Department
        metadata: {name: labour}
        spec: {}
        ---
        apiVersion: tongban.io/v1
        kind: Source
        metadata: {name: labour}
        spec: {department: labour, jdbc: {url: "%s", timeoutSeconds: %d}}
        """
            .formatted(url, seconds));
  }

  @AfterAll
  void close() {
    if (departments != null) {
      departments.close();
      hub.close();
    }
  }

  private void run(String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private QueryEngine.Rows ask(String sql, int seconds) {
    Map<String, io.tongban.access.ResourceGrant> all = Map.of("jobs", departments.all("jobs"));
    return departments
        .engine()
        .run(
            departments.compile(sql, all),
            new Object[0],
            Departments.grant(all),
            new QueryEngine.Limits(10, seconds));
  }

  private Problem failure(String sql, int seconds) {
    return catchThrowableOfType(ProblemException.class, () -> ask(sql, seconds)).problem();
  }

  private void locked(int seconds) throws SQLException {
    try (Connection locking = DriverManager.getConnection(url);
        Statement statement = locking.createStatement()) {
      lock(statement);
      Problem problem = failure(BY_KEY, seconds);
      assertThat(problem.code()).isEqualTo("query-timeout");
      assertThat(problem.detail()).contains("labour");
      assertThat(problem.extensions()).containsEntry("source", "labour");
      requireNoneRuns(statement);
    }
  }

  /** The server may list a statement a moment longer than its client has waited for it. */
  private void requireNoneRuns(Statement statement) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    int running;
    do {
      try (var count = statement.executeQuery(running())) {
        assertThat(count.next()).isTrue();
        running = count.getInt(1);
      }
    } while (running > 0 && System.nanoTime() < deadline);
    assertThat(running).isZero();
  }

  @Test
  void aSourceThatHangsIsCancelledThereWhenTheQuerysTimeIsUp() throws SQLException {
    ask(BY_KEY, LONG);
    locked(1);
    assertThat(ask(BY_KEY, LONG).rows()).hasSize(2);
  }

  @Test
  void aSourceThatHangsIsStoppedByItsOwnTimeLimit() throws SQLException {
    source(2);
    try {
      locked(LONG);
      assertThat(hub.get(Sources.class).health().get(0).failures()).isPositive();
    } finally {
      source(LONG);
    }
    assertThat(ask(BY_KEY, LONG).rows()).hasSize(2);
  }

  @Test
  void connectionsThatBrokeWhileTheyWereIdleAreMadeAgain() throws SQLException {
    assertThat(ask(BY_KEY, LONG).rows()).hasSize(2);
    try (Connection breaking = DriverManager.getConnection(url)) {
      breakConnections(breaking);
    }
    assertThat(ask(BY_KEY, LONG).rows()).hasSize(2);
    SourceHealth health = hub.get(Sources.class).health().get(0);
    assertThat(health.state()).isEqualTo(SourceHealth.State.ANSWERING);
  }

  /** Rows beyond what its key promises are given as they are; the hub does not choose one. */
  @Test
  void moreRowsThanTheKeyPromisesAreAllGiven() {
    assertThat(ask("SELECT person, employer FROM jobs WHERE person = 'p1'", LONG).rows())
        .containsExactly(List.of("p1", "Firm"), List.of("p1", "Firm"));
  }

  @Test
  void aValueOfAnotherTypeNamesSourceAndColumnOnly() {
    run("ALTER TABLE employment RENAME COLUMN wage TO old_wage");
    run("ALTER TABLE employment ADD COLUMN wage VARCHAR(20)");
    run("UPDATE employment SET wage = 'secret'");
    try {
      Problem problem = failure("SELECT wage FROM jobs WHERE person = 'p1'", LONG);
      assertThat(problem.code()).isEqualTo("source-misfit");
      assertThat(problem.detail()).contains("labour", "wage").doesNotContain("secret");
      assertThat(problem.extensions()).containsEntry("column", "wage");
    } finally {
      run("ALTER TABLE employment DROP COLUMN wage");
      run("ALTER TABLE employment RENAME COLUMN old_wage TO wage");
    }
  }

  @Test
  void aConnectionThatBreaksAmidTheRowsFailsTheAnswer() throws SQLException {
    run(fill());
    try {
      var all = Map.of("jobs", departments.all("jobs"));
      CompiledQuery query = departments.compile("SELECT person, employer FROM jobs", all);
      QueryRun run =
          new QueryRun(
              query.kept(),
              new Object[0],
              query.attributes().values(Departments.grant(all), new HubMasks(new SomeKeys())),
              0,
              System.nanoTime() + 60_000_000_000L,
              true);
      try (run;
          Enumerator<Object> rows = query.code().bind(run).enumerator()) {
        assertThat(rows.moveNext()).isTrue();
        try (Connection breaking = DriverManager.getConnection(url)) {
          breakConnections(breaking);
        }
        Problem problem =
            catchThrowableOfType(
                    ProblemException.class,
                    () -> {
                      while (rows.moveNext()) {
                        assertThat(rows.current()).isNotNull();
                      }
                    })
                .problem();
        assertThat(problem.code()).isEqualTo("source-unreachable");
        assertThat(problem.extensions()).containsEntry("source", "labour");
      }
    } finally {
      run("DELETE FROM employment WHERE person <> 'p1'");
    }
  }
}
