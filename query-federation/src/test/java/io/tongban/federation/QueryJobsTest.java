package io.tongban.federation;

import static io.tongban.federation.CursorsTestBase.COVE;
import static io.tongban.federation.CursorsTestBase.code;
import static io.tongban.federation.CursorsTestBase.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.federation.QueryJobs.State;
import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Query jobs across restarts, and their end at the source. */
@Timeout(120)
class QueryJobsTest {
  /** The live source waits longer than any of these tests, so that only they end its statements. */
  private static final String PATIENT =
      """
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: labour-db, title: {zh: 劳动库, en: Labour database}}
      spec: {department: labour, jdbc: {url: "%s", timeoutSeconds: 120}}
      """
          .formatted(World.LIVE);

  @TempDir Path data;

  @Test
  void aFinishedJobSurvivesARestartAndAnUnfinishedOneSaysItMustBeAskedAgain() {
    UUID done;
    UUID running;
    try (Hub hub = new Hub(TestHub.onH2(data))) {
      QueryJobs jobs = hub.hub.get(QueryJobs.class);
      World.apply(hub.hub, PATIENT);
      done = jobs.submit(COVE, sql("SELECT id FROM food_premises")).id();
      until(jobs, done, State.DONE);
      slow(true);
      running = jobs.submit(COVE, sql(CursorsTestBase.ALL)).id();
      until(jobs, running, State.RUNNING);
    } finally {
      slow(false);
    }
    try (Hub hub = new Hub(TestHub.onH2(data))) {
      QueryJobs jobs = hub.hub.get(QueryJobs.class);
      assertThat(jobs.page(COVE, done, 0).rows()).hasSize(8);
      assertThat(jobs.status(COVE, running).state()).isEqualTo(State.FAILED);
      assertThat(code(() -> jobs.page(COVE, running, 0))).isEqualTo("query-job-lost");
    }
  }

  @Test
  void aRunningJobIsCancelledAndLeavesNoPage() {
    try (Hub hub = new Hub(TestHub.onH2(data))) {
      QueryJobs jobs = hub.hub.get(QueryJobs.class);
      World.apply(hub.hub, PATIENT);
      slow(true);
      UUID id = jobs.submit(COVE, sql(CursorsTestBase.ALL)).id();
      until(jobs, id, State.RUNNING);
      assertThat(code(() -> jobs.page(COVE, id, 0))).isEqualTo("query-job-unfinished");
      jobs.cancel(COVE, id);
      assertThat(jobs.status(COVE, id).state()).isEqualTo(State.CANCELLED);
      assertThat(code(() -> jobs.page(COVE, id, 0))).isEqualTo("query-job-lost");
      assertThat(data.resolve("query-jobs").resolve(id.toString()).resolve("0")).doesNotExist();
    } finally {
      slow(false);
    }
  }

  private static void until(QueryJobs jobs, UUID id, State state) {
    until(() -> jobs.status(COVE, id).state() == state);
  }

  /** Looks until it holds; the class's time-out ends it by an interrupt. */
  private static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      Thread.yield();
    }
  }

  private static void slow(boolean slow) {
    try (var connection = DriverManager.getConnection(World.LIVE);
        var statement = connection.createStatement()) {
      if (slow) {
        statement.execute("ALTER TABLE employer_table RENAME TO employer_rows");
        statement.execute(
            "CREATE VIEW employer_table AS SELECT a.premises, a.no_of_staff FROM employer_rows a,"
                + " employer_rows b, employer_rows c WHERE a.no_of_staff + b.no_of_staff +"
                + " c.no_of_staff < 0");
      } else {
        statement.execute("DROP VIEW IF EXISTS employer_table");
        statement.execute("ALTER TABLE IF EXISTS employer_rows RENAME TO employer_table");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The cursors' world on a database that stays. */
  private static final class Hub extends CursorsTestBase implements AutoCloseable {
    Hub(TestHub started) {
      hub = started;
      open();
      World.apply(
          hub,
          """
          apiVersion: tongban.io/v1
          kind: Source
          metadata: {name: labour-db, title: {zh: 劳动库, en: Labour database}}
          spec: {department: labour, jdbc: {url: "%s", timeoutSeconds: 600}}
          """
              .formatted(World.LIVE));
    }

    @Override
    TestHub hub() {
      return hub;
    }

    @Override
    public void close() {
      super.close();
    }
  }
}
