package io.tongban.federation.jobs;

import io.tongban.access.AccessRequest.Counted;
import io.tongban.access.Actor;
import io.tongban.federation.Cursors.Frame;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.QueryJobs;
import io.tongban.federation.Question;
import io.tongban.federation.Readings;
import io.tongban.federation.Readings.Piece;
import io.tongban.federation.Readings.Reading;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubProblem;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Receipt;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Query jobs of this node, two at a time. They are not the kernel's durable jobs: those are taken
 * up again after a crash, cannot be cancelled, keep what they work on readable in the database, and
 * share few threads with the connectors, which a long query must not hold up.
 */
@ApplicationScoped
class SpooledJobs implements QueryJobs {
  private static final System.Logger LOG = System.getLogger(SpooledJobs.class.getName());
  private static final int THREADS = 2;
  private static final int MOST_UNFINISHED = 4;
  private static final int MOST_KEPT = 16;
  private static final int MOST_SECONDS = 900;
  private static final Readings.Bounds BOUNDS = new Readings.Bounds(1_000_000, MOST_SECONDS);
  private static final long MOST_BYTES = 512L << 20;
  private static final long PAGE_BYTES = 4L << 20;
  private static final Duration KEPT = Duration.ofHours(1);
  private static final long SWEEP_SECONDS = 30;
  private static final long PATIENCE_SECONDS = 5;

  private final Readings readings;
  private final Spool spool;
  private final Ids ids;
  private final Clock clock;
  private final Map<UUID, QueryJob> jobs = new ConcurrentHashMap<>();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(THREADS, task -> daemon(task, "query-job"));
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "query-job-expiry"));
  private volatile boolean stopping;
  private boolean found;

  @Inject
  SpooledJobs(Readings readings, HubKeys keys, HubSettings settings, Ids ids, Clock clock) {
    this.readings = readings;
    this.spool = new Spool(settings.dataDirectory().resolve("query-jobs"), keys);
    this.ids = ids;
    this.clock = clock;
    var sweeping =
        sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    assert !sweeping.isDone();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Takes up what the node left: finished jobs as they are, the others as lost. */
  private synchronized void findOld() {
    if (found) {
      return;
    }
    Instant now = clock.instant();
    for (JobRecord record : spool.jobs()) {
      QueryJob job = new QueryJob(spool, record);
      if (job.change(old -> old.ended(State.FAILED, lost(), now, now.plus(KEPT)))) {
        spool.deletePages(record.id());
      }
      jobs.put(record.id(), job);
    }
    found = true;
  }

  private static Problem lost() {
    return Problem.of(
        FederationProblem.QUERY_JOB_LOST, "the hub was stopped before the job was done");
  }

  @Override
  public Status submit(Actor actor, Question question) {
    sweep();
    requireRoom(actor);
    Reading reading = readings.open(actor, question, BOUNDS);
    Instant now = clock.instant();
    JobRecord record =
        new JobRecord(
            ids.next(),
            actor,
            StoredQuestion.of(question),
            reading.columns(),
            reading.origin(),
            State.QUEUED,
            0,
            0,
            0,
            false,
            now,
            null,
            null,
            null,
            now.plus(KEPT),
            null);
    spool.save(record);
    QueryJob job = new QueryJob(spool, record);
    job.reads(reading);
    jobs.put(record.id(), job);
    workers.execute(() -> run(job, reading));
    return record.status();
  }

  private void requireRoom(Actor actor) {
    long unfinished = own(actor).filter(JobRecord::unfinished).count();
    long kept = own(actor).count();
    if (unfinished >= MOST_UNFINISHED || kept >= MOST_KEPT) {
      throw FederationProblem.QUERY_JOBS_TOO_MANY.problem(
          "the client has "
              + unfinished
              + " jobs unfinished of "
              + MOST_UNFINISHED
              + " and "
              + kept
              + " in all of "
              + MOST_KEPT);
    }
  }

  private java.util.stream.Stream<JobRecord> own(Actor actor) {
    return jobs.values().stream()
        .map(QueryJob::record)
        .filter(job -> job.actor().client().equals(actor.client()));
  }

  private void run(QueryJob job, Reading reading) {
    UUID id = job.record().id();
    try (reading) {
      Instant now = clock.instant();
      if (job.change(record -> record.started(now, now.plusSeconds(MOST_SECONDS)))) {
        read(job, reading);
        end(job, State.DONE, null);
      }
    } catch (ProblemException refused) {
      end(job, State.FAILED, stopping ? lost() : refused.problem());
    } catch (RuntimeException | Error failed) {
      LOG.log(System.Logger.Level.WARNING, "query job " + id + " failed", failed);
      end(job, State.FAILED, Problem.of(HubProblem.JOB_FAILED, "the hub could not run it"));
    } finally {
      job.reads(null);
      if (job.record().state() != State.DONE) {
        spool.deletePages(id);
      }
    }
  }

  private void end(QueryJob job, State state, Problem problem) {
    Instant now = clock.instant();
    job.change(record -> record.ended(state, problem, now, now.plus(KEPT)));
  }

  private void read(QueryJob job, Reading reading) {
    UUID id = job.record().id();
    long bytes = 0;
    Piece piece;
    int pages = 0;
    do {
      piece = reading.next(PAGE_ROWS, PAGE_BYTES);
      bytes += spool.writePage(id, pages++, StoredPage.bytes(piece));
      if (bytes > MOST_BYTES) {
        throw FederationProblem.ANSWER_TOO_LARGE.problem(
            "the answer is larger than " + (MOST_BYTES >> 20) + " MiB");
      }
      long rows = piece.upTo();
      long size = bytes;
      int written = pages;
      boolean cut = piece.truncated();
      if (!job.progress(record -> record.read(rows, size, written, cut))) {
        return;
      }
    } while (!piece.last());
  }

  @Override
  public Status status(Actor actor, UUID id) {
    return job(actor, id).record().status();
  }

  @Override
  public void cancel(Actor actor, UUID id) {
    QueryJob job = job(actor, id);
    Instant now = clock.instant();
    job.cancel(record -> record.ended(State.CANCELLED, null, now, now.plus(KEPT)));
    spool.deletePages(id);
  }

  @Override
  public Frame page(Actor actor, UUID id, int number) {
    JobRecord record = job(actor, id).record();
    requirePage(record, number);
    if (!actor.equals(record.actor())) {
      throw FederationProblem.POLICY_CHANGED.problem(
          "the client's department or region has changed since the job was submitted");
    }
    Piece piece = StoredPage.piece(spool.page(id, number), record.columns());
    Receipt receipt =
        readings.release(
            actor,
            record.question().question(),
            record.origin(),
            piece,
            Map.of("job", id.toString(), "page", number),
            Counted.CALL);
    return new Frame(
        id, number, piece.columns(), piece.rows(), piece.last(), piece.truncated(), receipt);
  }

  private static void requirePage(JobRecord record, int number) {
    if (record.unfinished()) {
      throw FederationProblem.QUERY_JOB_UNFINISHED.problem("the job is " + record.state());
    }
    if (record.state() == State.CANCELLED) {
      throw FederationProblem.QUERY_JOB_LOST.problem("the job was cancelled");
    }
    if (record.state() == State.FAILED) {
      throw new ProblemException(record.problem(), null);
    }
    if (number < 0 || number >= record.pages()) {
      throw FederationProblem.PAGE_INVALID.problem(
          "the job has the pages 0 to " + (record.pages() - 1));
    }
  }

  private QueryJob job(Actor actor, UUID id) {
    sweep();
    QueryJob job = jobs.get(id);
    if (job == null || !job.record().actor().client().equals(actor.client())) {
      throw FederationProblem.QUERY_JOB_UNKNOWN.problem("there is no query job of that id");
    }
    return job;
  }

  private void sweep() {
    findOld();
    Instant now = clock.instant();
    for (QueryJob job : jobs.values()) {
      JobRecord record = job.record();
      if (!record.unfinished() && now.isAfter(record.expires())) {
        jobs.remove(record.id());
        spool.delete(record.id());
      }
    }
  }

  /** Before any bean is stopped: one that a job runs on may be stopped before the jobs are. */
  void stopping(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    stopping = true;
  }

  @PreDestroy
  void stop() {
    stopping = true;
    sweeper.shutdownNow();
    workers.shutdown();
    jobs.values().forEach(QueryJob::stop);
    try {
      if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
