package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.ProblemException;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class QueryEngineTest {
  private static final String ACROSS =
      "SELECT p.id, h.rooms FROM persons p JOIN homes h ON h.owner = p.id WHERE p.id = 'p6'";

  @Test
  void theRowLimitCutsAndSaysSo() {
    try (Departments departments = Departments.onH2().filled(20)) {
      var rows = run(departments, "SELECT id FROM persons", new QueryEngine.Limits(7, 10));
      assertThat(rows.rows()).hasSize(7);
      assertThat(rows.sources()).hasSize(7);
      assertThat(rows.truncated()).isTrue();
      assertThat(
              run(departments, "SELECT id FROM persons", new QueryEngine.Limits(20, 10))
                  .truncated())
          .isFalse();
    }
  }

  /** Casts rise with what they cast, but two become one: the next column then decides. */
  @Test
  void whatIsSortedByACastIsNotSortedByWhatItCasts() {
    try (Departments departments = Departments.onH2().filled(20)) {
      departments.run("labour", "UPDATE employment SET wage = 1.20 WHERE person = 'p1'");
      departments.run("labour", "UPDATE employment SET wage = 1.40 WHERE person = 'p2'");
      departments.run("labour", "UPDATE employment SET wage = 2.10 WHERE person = 'p3'");
      var rows =
          run(
              departments,
              "SELECT CAST(wage AS INTEGER) AS whole, person FROM jobs"
                  + " WHERE person IN ('p1', 'p2', 'p3') ORDER BY 1, 2 DESC",
              new QueryEngine.Limits(10, 10));
      assertThat(rows.rows())
          .containsExactly(List.of(1L, "p2"), List.of(1L, "p1"), List.of(2L, "p3"));
    }
  }

  @Test
  void aQueryWithoutTimeIsStopped() {
    try (Departments departments = Departments.onH2().filled(3)) {
      assertThatThrownBy(
              () -> run(departments, "SELECT id FROM persons", new QueryEngine.Limits(7, -1)))
          .hasMessageContaining("query-timeout");
    }
  }

  @Test
  void aSleepingSourceIsCancelled() {
    try (Departments departments = Departments.onPostgres().filled(10)) {
      departments.run("housing", "ALTER TABLE dwelling RENAME TO flat");
      departments.run(
          "housing",
          "CREATE VIEW dwelling AS SELECT owner, address, rooms FROM flat, pg_sleep(300)");
      assertThatThrownBy(() -> run(departments, ACROSS, new QueryEngine.Limits(7, 1)))
          .hasMessageContaining("query-timeout");
    }
  }

  @Test
  void cancellingAReadingReachesTheSourcesStatement() {
    try (Departments departments = Departments.onPostgres().filled(10)) {
      departments.run("housing", "ALTER TABLE dwelling RENAME TO flat");
      departments.run(
          "housing",
          "CREATE VIEW dwelling AS SELECT owner, address, rooms FROM flat, pg_sleep(300)");
      CompiledQuery query = departments.compile(ACROSS, departments.everything());
      try (QueryReading reading =
          departments
              .engine()
              .open(
                  query,
                  new Object[0],
                  Departments.grant(departments.everything()),
                  new QueryEngine.Limits(7, 250))) {
        var read = CompletableFuture.supplyAsync(() -> reading.next(10, 1_000));
        until(departments, 1);
        reading.cancel();
        assertThatThrownBy(read::join).hasMessageContaining("query-cancelled");
        until(departments, 0);
      }
    }
  }

  /** Looks until so many statements sleep at the source. */
  private static void until(Departments departments, int sleeping) {
    try (var connection = departments.database("housing").connection();
        var statement = connection.createStatement()) {
      int found;
      do {
        Thread.yield();
        try (var rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")) {
          rows.next();
          found = rows.getInt(1);
        }
      } while (found != sleeping);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAnswerLargerThanTheBufferIsRefused() {
    try (Departments departments = Departments.onH2().filled(60)) {
      assertThatThrownBy(
              () ->
                  run(
                      departments,
                      "SELECT a.name, b.name, c.name, d.name FROM persons a, persons b, persons c,"
                          + " persons d",
                      new QueryEngine.Limits(Long.MAX_VALUE, 60)))
          .hasMessageContaining("answer-too-large");
    }
  }

  @Test
  void aDeadSourceIsNamedAndNothingElseIsTold() {
    JdbcDataSource nowhere = new JdbcDataSource();
    nowhere.setURL("jdbc:h2:tcp://localhost:1/nowhere");
    Departments alive = Departments.onH2().filled(10);
    try (alive;
        Departments departments =
            Departments.on(
                name ->
                    name.equals("housing")
                        ? new SourceDatabase(name, "h2", () -> nowhere, ZoneOffset.UTC)
                        : alive.database(name))) {
      ProblemException problem =
          catchThrowableOfType(
              ProblemException.class,
              () -> run(departments, ACROSS, new QueryEngine.Limits(7, 10)));
      assertThat(problem.problem().code()).isEqualTo("source-unreachable");
      assertThat(problem.problem().extensions()).containsEntry("source", "housing");
      assertThat(
              departments
                  .query(
                      "SELECT id FROM persons WHERE id = 'p6'",
                      Map.of("persons", departments.all("persons")))
                  .rows())
          .hasSize(1);
    }
  }

  @Test
  void aSourceThatLostItsColumnIsNamed() {
    try (Departments departments = Departments.onH2().filled(10)) {
      CompiledQuery query = departments.compile(ACROSS, departments.everything());
      departments.run("housing", "ALTER TABLE dwelling DROP COLUMN rooms");
      assertThatThrownBy(
              () ->
                  departments
                      .engine()
                      .run(
                          query,
                          new Object[0],
                          Departments.grant(departments.everything()),
                          new QueryEngine.Limits(7, 10)))
          .hasMessageContaining("source-misfit")
          .hasMessageContaining("housing");
    }
  }

  @Test
  void hugeAndDeepSqlIsRefused() {
    try (Departments departments = Departments.onH2().filled(1)) {
      String deep = "(".repeat(200) + "1" + ")".repeat(200);
      assertThatThrownBy(
              () ->
                  departments.query(
                      "SELECT id FROM persons WHERE seq = " + deep, departments.everything()))
          .hasMessageContaining("nested deeper");
      assertThatThrownBy(
              () ->
                  departments.query(
                      "SELECT id FROM persons WHERE name = '" + "x".repeat(70_000) + "'",
                      departments.everything()))
          .hasMessageContaining("longer than");
    }
  }

  private static QueryEngine.Rows run(
      Departments departments, String sql, QueryEngine.Limits limits) {
    return departments
        .engine()
        .run(
            departments.compile(sql, departments.everything()),
            new Object[0],
            Departments.grant(departments.everything()),
            limits);
  }
}
