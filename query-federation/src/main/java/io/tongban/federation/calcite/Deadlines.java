package io.tongban.federation.calcite;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Cancels queries whose time is up. One look a tick over what runs: a time-out set on each
 * statement costs H2 another statement and PostgreSQL's driver a timer every time.
 */
@ApplicationScoped
class Deadlines {
  private static final long TICK_MILLIS = 100;
  private final Set<QueryRun> running = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker;

  @Inject
  Deadlines() {
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "query-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    var ticking =
        ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    assert !ticking.isDone();
  }

  private void tick() {
    long now = System.nanoTime();
    running.forEach(run -> run.cancelAfter(now));
  }

  void watch(QueryRun run) {
    running.add(run);
  }

  void release(QueryRun run) {
    running.remove(run);
  }

  @PreDestroy
  void stop() {
    ticker.shutdownNow();
  }
}
