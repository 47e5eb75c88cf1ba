package io.tongban.federation;

import static io.tongban.federation.CursorsTestBase.ADUR;
import static io.tongban.federation.CursorsTestBase.ALL;
import static io.tongban.federation.CursorsTestBase.COVE;
import static io.tongban.federation.CursorsTestBase.PURPOSE;
import static io.tongban.federation.CursorsTestBase.ROWS;
import static io.tongban.federation.CursorsTestBase.code;
import static io.tongban.federation.CursorsTestBase.problem;
import static io.tongban.federation.CursorsTestBase.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.federation.QueryJobs.State;
import io.tongban.federation.QueryJobs.Status;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Query jobs; run beside the cursors' tests on one hub. */
interface QueryJobsTests {
  TestHub started();

  void suspend(boolean suspended);

  private QueryJobs jobs() {
    return started().get(QueryJobs.class);
  }

  private Status ended(UUID id) {
    Status status = jobs().status(COVE, id);
    while (status.state() == State.QUEUED || status.state() == State.RUNNING) {
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      Thread.yield();
      status = jobs().status(COVE, id);
    }
    return status;
  }

  private Path folder(UUID id) {
    return started().settings().dataDirectory().resolve("query-jobs").resolve(id.toString());
  }

  @Test
  default void aJobIsReadOnceAndEachPageIsSettledWhenItIsFetched() throws IOException {
    long before = started().get(Ledger.class).size();
    UUID id = jobs().submit(COVE, sql(ALL + " UNION ALL " + ALL + " UNION ALL " + ALL)).id();
    Status done = ended(id);
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.rows()).isEqualTo(3L * ROWS);
    assertThat(done.pages()).isEqualTo(2);
    assertThat(done.expires()).isAfter(done.ended());
    assertThat(started().get(Ledger.class).size()).isEqualTo(before);
    var first = jobs().page(COVE, id, 0);
    assertThat(first.rows()).hasSize(QueryJobs.PAGE_ROWS);
    assertThat(first.last()).isFalse();
    var entry = started().get(Ledger.class).find(first.receipt().id()).orElseThrow();
    assertThat(entry.manifest().toString()).contains(id.toString()).contains("\"page\":0");
    assertThat(jobs().page(COVE, id, 1).last()).isTrue();
    assertThat(jobs().page(COVE, id, 1).receipt().id()).isNotEqualTo(entry.id());
    assertThat(code(() -> jobs().page(COVE, id, 2))).isEqualTo("page-invalid");
    assertThat(code(() -> jobs().page(COVE, id, -1))).isEqualTo("page-invalid");
    jobs().cancel(COVE, id);
  }

  @Test
  default void valuesComeBackAsTheyWere() {
    var question =
        sql(
            "SELECT id, name, opened, CAST(opened AS TIMESTAMP) AS since, id = 'a1' AS flag, 1.50"
                + " AS price, CHAR_LENGTH(name) AS letters FROM food_premises WHERE id IN ('a1',"
                + " 'a4') ORDER BY id");
    UUID cursor = started().get(Cursors.class).open(COVE, question).id();
    var frame = started().get(Cursors.class).next(COVE, cursor, 0, 10);
    UUID id = jobs().submit(COVE, question).id();
    assertThat(ended(id).problem()).isNull();
    assertThat(jobs().page(COVE, id, 0).rows()).isEqualTo(frame.rows()).hasSize(2);
    jobs().cancel(COVE, id);
  }

  @Test
  default void theSpoolHoldsNothingReadableAndIsDeletedAtExpiry() throws IOException {
    UUID id = jobs().submit(COVE, sql("SELECT id FROM food_premises WHERE id = 'a1'")).id();
    ended(id);
    try (Stream<Path> files = Files.list(folder(id))) {
      List<Path> all = files.toList();
      assertThat(all).extracting(f -> f.getFileName().toString()).contains("job", "0");
      for (Path file : all) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("food_premises")
            .doesNotContain("a1")
            .doesNotContain("cove");
      }
    }
    started().clock().advance(Duration.ofMinutes(61));
    assertThat(code(() -> jobs().status(COVE, id))).isEqualTo("query-job-unknown");
    assertThat(folder(id)).doesNotExist();
  }

  @Test
  default void aPageWhoseFileWasAlteredOrExchangedIsLost() throws IOException {
    UUID id = jobs().submit(COVE, sql(ALL + " UNION ALL " + ALL + " UNION ALL " + ALL)).id();
    ended(id);
    Files.copy(
        folder(id).resolve("1"),
        folder(id).resolve("0"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(code(() -> jobs().page(COVE, id, 0))).isEqualTo("query-job-lost");
    jobs().cancel(COVE, id);
    assertThat(folder(id).resolve("1")).doesNotExist();
    assertThat(jobs().status(COVE, id).state()).isEqualTo(State.CANCELLED);
    assertThat(code(() -> jobs().page(COVE, id, 1))).isEqualTo("query-job-lost");
  }

  @Test
  default void anotherClientsJobIsAsUnknownAsNone() {
    UUID id = jobs().submit(COVE, sql("SELECT id FROM food_premises")).id();
    ended(id);
    UUID none = started().get(Ids.class).next();
    assertThat(problem(() -> jobs().status(ADUR, id)))
        .isEqualTo(problem(() -> jobs().status(ADUR, none)));
    assertThat(problem(() -> jobs().page(ADUR, id, 0)))
        .isEqualTo(problem(() -> jobs().page(ADUR, none, 0)));
    assertThat(problem(() -> jobs().cancel(ADUR, id)))
        .isEqualTo(problem(() -> jobs().cancel(ADUR, none)));
    assertThat(jobs().page(COVE, id, 0).rows()).hasSize(8);
    jobs().cancel(COVE, id);
  }

  @Test
  default void aSuspendedClientGetsNoFurtherPage() {
    UUID id = jobs().submit(COVE, sql("SELECT id FROM food_premises")).id();
    ended(id);
    suspend(true);
    try {
      assertThat(code(() -> jobs().page(COVE, id, 0))).isEqualTo("client-suspended");
    } finally {
      suspend(false);
    }
    assertThat(jobs().page(COVE, id, 0).rows()).hasSize(8);
    jobs().cancel(COVE, id);
  }

  @Test
  default void aReportsBudgetHoldsForItsJob() {
    UUID id =
        jobs()
            .submit(COVE, new Question.Call("premises-lookup", Map.of("id", "a1"), PURPOSE, null))
            .id();
    assertThat(ended(id).rows()).isEqualTo(1);
    assertThat(jobs().page(COVE, id, 0).rows()).containsExactly(List.of("a1", "一号店", 10L));
    jobs().cancel(COVE, id);
  }

  @Test
  default void refusalsComeWhenAJobIsSubmitted() {
    assertThat(code(() -> jobs().submit(COVE, sql("DELETE FROM employers"))))
        .isEqualTo("not-a-select");
    assertThat(
            code(() -> jobs().submit(ADUR, new Question.Sql(ALL, List.of(), "no-purpose", null))))
        .isEqualTo("purpose-unknown");
  }

  @Test
  default void aClientCannotFillTheHubWithJobs() {
    Set<UUID> kept = new HashSet<>();
    String refused = null;
    for (int i = 0; i < 17 && refused == null; i++) {
      try {
        UUID id = jobs().submit(ADUR, sql("SELECT id FROM food_premises WHERE id = 'a1'")).id();
        kept.add(id);
        while (jobs().status(ADUR, id).ended() == null) {
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
          Thread.yield();
        }
      } catch (io.tongban.hub.ProblemException tooMany) {
        refused = tooMany.problem().code();
      }
    }
    assertThat(refused).isEqualTo("query-jobs-too-many");
    assertThat(kept).hasSize(16);
    started().clock().advance(Duration.ofMinutes(61));
  }
}
