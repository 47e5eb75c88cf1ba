package io.tongban.hub.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.Database;
import io.tongban.hub.HubProblem;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.Jobs;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Jobs in the hub's database, worked off by a few threads of every node. */
@ApplicationScoped
class DurableJobs implements Jobs {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LOOK_AGAIN_MILLIS = 250;
  private final JobTable table;
  private final Ids ids;
  private final Instance<JobHandler> handlers;
  private final NodeIdentity node;
  private final Signal ended = new Signal();
  private JobWorkers workers;
  private boolean closed;

  @Inject
  DurableJobs(
      Database database,
      Clock clock,
      Ids ids,
      HubSettings settings,
      @Any Instance<JobHandler> handlers) {
    database.migrate("hub");
    this.table = new JobTable(database.jdbi(), clock);
    this.ids = ids;
    this.handlers = handlers;
    this.node = NodeIdentity.in(settings.dataDirectory());
  }

  @Override
  public UUID submit(String type, String key, JsonNode payload) {
    start();
    UUID id = table.submit(ids.next(), type, key, payload);
    wake();
    return id;
  }

  @Override
  public synchronized void start() {
    if (workers == null && !closed) {
      Map<String, JobHandler> byType = new HashMap<>();
      handlers.forEach(handler -> byType.put(handler.type(), handler));
      table.release(node.name(), node.incarnation());
      workers = new JobWorkers(table, byType, node.incarnation(), ended);
    }
  }

  private synchronized void wake() {
    if (workers != null) {
      workers.wake();
    }
  }

  @Override
  public Optional<Job> find(UUID id) {
    return table.find(id);
  }

  @Override
  public List<Job> newest(int limit) {
    return table.newest(limit);
  }

  @Override
  public Job await(UUID id, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      long seen = ended.count();
      Job job = find(id).orElseThrow(() -> HubProblem.JOB_UNKNOWN.problem("there is no job " + id));
      long left = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
      boolean over = job.state() == State.DONE || job.state() == State.FAILED;
      if (over || left <= 0 || !ended.await(seen, Math.min(left, LOOK_AGAIN_MILLIS))) {
        return job;
      }
    }
  }

  /** Before anything is destroyed: the workers still need the database to end well. */
  void stop(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object ending) {
    close();
  }

  @PreDestroy
  void close() {
    JobWorkers running;
    synchronized (this) {
      closed = true;
      running = workers;
      workers = null;
    }
    if (running != null) {
      running.close();
    }
    node.close();
  }
}
