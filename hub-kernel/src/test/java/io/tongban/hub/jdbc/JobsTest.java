package io.tongban.hub.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tongban.hub.Database;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Jobs;
import io.tongban.hub.Jobs.Job;
import io.tongban.hub.Jobs.State;
import io.tongban.hub.Leases;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs and leases; each database runs it. */
abstract class JobsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private TestHub hub;
  private Jobs jobs;

  abstract TestHub start();

  @BeforeEach
  void open() {
    TestHandlers.Gated.reset();
    TestHub.beans(
        TestHandlers.Doubling.class, TestHandlers.Failing.class, TestHandlers.Gated.class);
    hub = start();
    jobs = hub.get(Jobs.class);
  }

  @AfterEach
  void close() {
    TestHandlers.Gated.gate.countDown();
    hub.close();
  }

  @Test
  void runsAndKeepsTheResult() {
    Job job = jobs.await(jobs.submit("doubling", "a", IntNode.valueOf(21)), LONG);
    assertThat(job.state()).isEqualTo(State.DONE);
    assertThat(job.result()).isEqualTo(IntNode.valueOf(42));
    assertThat(job.done()).isEqualTo(2);
    assertThat(job.total()).isEqualTo(2);
    assertThat(job.ended()).isEqualTo(hub.clock().instant());
    assertThat(jobs.newest(10)).containsExactly(job);
  }

  @Test
  void keepsTheProblemOfAFailedJob() {
    Job job = jobs.await(jobs.submit("failing", "a", BooleanNode.TRUE), LONG);
    assertThat(job.state()).isEqualTo(State.FAILED);
    assertThat(job.problem().path("code").asText()).isEqualTo("source-unreachable");
    assertThat(job.problem().path("detail").asText()).contains("is away");
  }

  @Test
  void saysNothingInnerOfAnUnexpectedFailure() {
    Job job = jobs.await(jobs.submit("failing", "a", BooleanNode.FALSE), LONG);
    assertThat(job.problem().path("code").asText()).isEqualTo("job-failed");
    assertThat(job.problem().toString()).doesNotContain("inner");
  }

  @Test
  void runsOneOfAKeyAtATimeAndQueuesOnlyOne() throws InterruptedException {
    UUID first = jobs.submit("gated", "k", NullNode.getInstance());
    TestHandlers.Gated.entered.await();
    UUID second = jobs.submit("gated", "k", NullNode.getInstance());
    UUID third = jobs.submit("gated", "k", NullNode.getInstance());
    assertThat(second).isNotEqualTo(first).isEqualTo(third);
    assertThat(jobs.find(second).orElseThrow().state()).isEqualTo(State.QUEUED);

    TestHandlers.Gated.gate.countDown();
    assertThat(jobs.await(first, LONG).state()).isEqualTo(State.DONE);
    assertThat(jobs.await(second, LONG).state()).isEqualTo(State.DONE);
    assertThat(TestHandlers.Gated.MOST).hasValue(1);
  }

  @Test
  void awaitGivesTheJobAsItStandsWhenTheTimeIsOver() {
    UUID id = jobs.submit("gated", "k", NullNode.getInstance());
    assertThat(jobs.await(id, Duration.ZERO).ended()).isNull();
  }

  @Test
  void anUnknownJobIsAProblem() {
    assertThatThrownBy(() -> jobs.await(new UUID(0, 0), LONG))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(HubProblem.JOB_UNKNOWN.code()));
  }

  @Test
  void takesUpAJobWhoseNodeDied() {
    UUID id = leftBehind("dead-node:boot", hub.clock().instant().minusSeconds(1), 1);
    jobs.start();
    assertThat(jobs.await(id, LONG).result()).isEqualTo(IntNode.valueOf(10));
  }

  @Test
  void leavesAJobAloneWhoseNodeLives() {
    UUID held = leftBehind("live-node:boot", hub.clock().instant().plusSeconds(20), 1);
    UUID free = jobs.submit("doubling", "other", IntNode.valueOf(1));
    jobs.await(free, LONG);
    assertThat(jobs.find(held).orElseThrow().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void givesUpAJobThatBreaksEveryNode() {
    UUID id = leftBehind("dead-node:boot", hub.clock().instant().minusSeconds(1), 5);
    jobs.start();
    Job job = jobs.await(id, LONG);
    assertThat(job.state()).isEqualTo(State.FAILED);
    assertThat(job.problem().path("detail").asText()).contains("broken off 5 times");
  }

  private UUID leftBehind(String node, Instant heldUntil, int attempts) {
    UUID id = UUID.randomUUID();
    assertThat(jobs.newest(1)).isEmpty();
    hub.get(Database.class)
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "INSERT INTO hub.job (id, type, job_key, state, payload, done, total,"
                        + " submitted, started, running_key, node, held_until, attempts)"
                        + " VALUES (?, 'doubling', 'left', 'RUNNING', '5', 0, -1, ?, ?,"
                        + " 'doubling/left', ?, ?, ?)",
                    id,
                    hub.clock().instant(),
                    hub.clock().instant(),
                    node,
                    heldUntil,
                    attempts));
    return id;
  }

  @Test
  void aLeaseIsHeldByOneAndRunsOut() {
    Leases leases = hub.get(Leases.class);
    Leases.Lease mine = leases.tryAcquire("x", Duration.ofMinutes(1)).orElseThrow();
    assertThat(leases.tryAcquire("x", Duration.ofMinutes(1))).isEmpty();

    hub.clock().advance(Duration.ofSeconds(50));
    assertThat(mine.renew()).isTrue();
    hub.clock().advance(Duration.ofSeconds(50));
    assertThat(leases.tryAcquire("x", Duration.ofMinutes(1))).isEmpty();

    hub.clock().advance(Duration.ofSeconds(11));
    Leases.Lease theirs = leases.tryAcquire("x", Duration.ofMinutes(1)).orElseThrow();
    assertThat(mine.renew()).isFalse();
    mine.close();
    assertThat(leases.tryAcquire("x", Duration.ofMinutes(1))).isEmpty();
    theirs.close();
    assertThat(leases.tryAcquire("x", Duration.ofMinutes(1))).isPresent();
  }
}
