package io.tongban.benchmarks;

import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** {@code tongban bench federation}: look-ups and bind joins against the same written by hand. */
final class FederationBench {
  private static final int THREADS = 2;

  private FederationBench() {}

  static void run(Report report, Path home, boolean quick, String trino) throws Exception {
    LookupWorld world = onPostgres();
    try (TestHub hub = TestHub.onH2()) {
      Lookups lookups = new Lookups(hub, world);
      Turns turns = new Turns(quick ? 10 : 30, quick ? 500 : 2_000);
      Turns.Ratio lookup = turns.ratio(lookups.federated(), lookups.byHand());
      report.ceiling("lookup_ratio", lookup.median(), "ratio", 1.25);
      report.figure("lookup_federated_us", lookup.oursMicros(), "us");
      report.floor("lookup_per_s", perSecond(lookups.federated(), quick ? 5 : 20), "1/s", 5_000);
      Turns.Ratio bind = turns.ratio(lookups.bindJoin(), lookups.bindJoinByHand(true));
      report.ceiling("bind_join_ratio", bind.median(), "ratio", 2);
      report.figure("bind_join_us", bind.oursMicros(), "us");
    }
    if (trino != null) {
      TpchBench.run(report, trino, world, quick);
    }
    HttpBench.run(report, home, world, quick);
    LookupWorld inMemory = LookupBench.onH2();
    try (TestHub hub = TestHub.onH2()) {
      Lookups lookups = new Lookups(hub, inMemory);
      Turns.Ratio bind =
          new Turns(quick ? 10 : 30, quick ? 500 : 2_000)
              .ratio(lookups.bindJoin(), lookups.bindJoinByHand(false));
      report.ceiling("bind_join_ratio_h2", bind.median(), "ratio", 2);
      report.figure("bind_join_h2_us", bind.oursMicros(), "us");
    }
  }

  static LookupWorld onPostgres() throws SQLException {
    Map<String, String> urls = new HashMap<>();
    for (String department : LookupWorld.DEPARTMENTS) {
      urls.put(department, TestHub.postgresUrl());
    }
    return new LookupWorld(urls).filled();
  }

  /** Calls a second by as many callers as there are cores. */
  private static double perSecond(Turns.Way way, int seconds) throws InterruptedException {
    ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    AtomicBoolean stop = new AtomicBoolean();
    LongAdder calls = new LongAdder();
    way.begin();
    long start = System.nanoTime();
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      callers.execute(
          () -> {
            Random random = new Random(seed);
            while (!stop.get()) {
              call(way, random);
              calls.increment();
            }
          });
    }
    TimeUnit.SECONDS.sleep(seconds);
    stop.set(true);
    callers.shutdown();
    callers.awaitTermination(30, TimeUnit.SECONDS);
    return calls.sum() / ((System.nanoTime() - start) / 1e9);
  }

  private static void call(Turns.Way way, Random random) {
    try {
      way.call(random);
    } catch (Exception failed) {
      throw new IllegalStateException("a call of the bench failed", failed);
    }
  }
}
