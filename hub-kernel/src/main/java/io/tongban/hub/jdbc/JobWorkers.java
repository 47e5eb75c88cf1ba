package io.tongban.hub.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Jobs.JobHandler;
import io.tongban.hub.Jobs.State;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The threads of a node that take up jobs, one at a time each, and tell that they are alive. */
final class JobWorkers implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(JobWorkers.class);
  private static final int THREADS = 3;
  private static final int MAX_ATTEMPTS = 5;
  private static final long IDLE_MILLIS = 2_000;
  private static final long PAUSE_AFTER_FAULT_MILLIS = 5_000;
  private static final long GRACE_MILLIS = 1_000;
  private static final long STOP_MILLIS = 5_000;
  private final JobTable table;
  private final Map<String, JobHandler> handlers;
  private final String holder;
  private final Signal ended;
  private final Signal submitted = new Signal();
  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledExecutorService heartbeat;
  private volatile boolean stopping;

  JobWorkers(JobTable table, Map<String, JobHandler> handlers, String holder, Signal ended) {
    this.table = table;
    this.handlers = Map.copyOf(handlers);
    this.holder = holder;
    this.ended = ended;
    this.heartbeat = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "heartbeat"));
    long every = JobTable.TERM.toMillis() / 3;
    heartbeat.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    for (int i = 1; i <= THREADS; i++) {
      Thread thread = thread(this::work, Integer.toString(i));
      threads.add(thread);
      thread.start();
    }
  }

  private static Thread thread(Runnable task, String name) {
    var thread = new Thread(task, "tongban-job-" + name);
    thread.setDaemon(true);
    return thread;
  }

  void wake() {
    submitted.happened();
  }

  private void beat() {
    try {
      table.renew(holder);
    } catch (RuntimeException e) {
      LOG.warn("the sign of life of this node's jobs was not written", e);
    }
  }

  private void work() {
    while (!stopping) {
      long seen = submitted.count();
      long pause = round();
      if (pause > 0 && !stopping && !submitted.await(seen, pause)) {
        return;
      }
    }
  }

  /** Takes up one job if there is one; says how long to pause before the next look. */
  private long round() {
    try {
      Optional<JobTable.Candidate> taken = take();
      taken.ifPresent(this::run);
      return taken.isPresent() ? 0 : IDLE_MILLIS;
    } catch (RuntimeException e) {
      if (!stopping) {
        LOG.warn("looking for jobs failed; it is tried again", e);
      }
      return PAUSE_AFTER_FAULT_MILLIS;
    }
  }

  private Optional<JobTable.Candidate> take() {
    if (handlers.isEmpty()) {
      return Optional.empty();
    }
    return table.candidates(handlers.keySet(), THREADS * 2).stream()
        .filter(candidate -> !stopping && table.take(candidate, holder))
        .findFirst();
  }

  private void run(JobTable.Candidate job) {
    if (job.attempts() >= MAX_ATTEMPTS) {
      Problem problem =
          Problem.of(
              HubProblem.JOB_FAILED,
              "the job was broken off " + MAX_ATTEMPTS + " times; it is not tried again");
      end(job.id(), State.FAILED, null, problem);
      return;
    }
    var progress = new ThrottledProgress(table, job.id(), holder);
    try {
      JobHandler handler = handlers.get(job.type());
      JsonNode result = handler.run(job.id(), table.payload(job.id()), progress);
      progress.flush();
      end(job.id(), State.DONE, result, null);
    } catch (ProblemException e) {
      failed(job, progress, e.problem(), e);
    } catch (RuntimeException | Error e) {
      Problem problem = Problem.of(HubProblem.JOB_FAILED, e.getClass().getSimpleName());
      failed(job, progress, problem, e);
    }
  }

  private void failed(
      JobTable.Candidate job, ThrottledProgress progress, Problem problem, Throwable cause) {
    if (stopping) {
      // it was the stopping that broke it: whoever starts next takes it up again
      table.giveBack(job.id(), holder);
      return;
    }
    LOG.warnf(cause, "job %s (%s) failed", job.id(), job.type());
    progress.flush();
    end(job.id(), State.FAILED, null, problem);
  }

  private void end(UUID id, State state, JsonNode result, Problem problem) {
    JsonNode document = problem == null ? null : CanonicalJson.mapper().valueToTree(problem);
    if (!table.end(id, holder, state, result, document)) {
      LOG.warnf("job %s was taken over by another node before it ended here", id);
    }
    ended.happened();
    submitted.happened();
  }

  /**
   * Lets the threads end by themselves, and interrupts only those that are still at a handler: an
   * interrupt in the middle of H2's file access would close the file for everybody.
   */
  @Override
  public void close() {
    stopping = true;
    heartbeat.shutdown();
    submitted.happened();
    joinAll(GRACE_MILLIS);
    threads.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
    joinAll(STOP_MILLIS);
  }

  private void joinAll(long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (Thread thread : threads) {
      join(thread, deadline);
    }
  }

  private static void join(Thread thread, long deadline) {
    try {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left > 0) {
        thread.join(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
