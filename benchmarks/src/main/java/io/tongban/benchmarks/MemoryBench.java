package io.tongban.benchmarks;

import io.tongban.access.Actor;
import io.tongban.federation.Federation;
import io.tongban.hub.test.TestHub;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code tongban bench memory}: what lives on the heap while one hub answers 1,000,000 calls of the
 * three-source look-up, each decided, run, settled and released. The hub's clock runs on, so that
 * what is kept for a time is swept as well. The ledger is in PostgreSQL: H2 keeps an index of its
 * file's chunks on the heap, which grows with the file.
 */
final class MemoryBench {
  private static final Actor ACTOR = new Actor("bench", "bench-reader", "GB");

  /** As many as a source has places. */
  private static final int CALLERS = 8;

  private static final int STEPS = 10;

  /** Caches are full by then. */
  private static final int WARM_STEPS = 2;

  private static final double MEGA = 1 << 20;

  private MemoryBench() {}

  /** What lives after a collection. */
  private record Live(double heap, double metaspace, double direct, int classes) {
    static Live now() {
      System.gc();
      System.gc();
      return new Live(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGA,
          ManagementFactory.getMemoryPoolMXBeans().stream()
                  .filter(pool -> pool.getName().equals("Metaspace"))
                  .mapToLong(pool -> pool.getUsage().getUsed())
                  .sum()
              / MEGA,
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                  .mapToLong(BufferPoolMXBean::getMemoryUsed)
                  .sum()
              / MEGA,
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }
  }

  static void run(Report report, boolean quick) throws Exception {
    int step = quick ? 10_000 : 100_000;
    LookupWorld world = FederationBench.onPostgres();
    try (TestHub hub = TestHub.onPostgres()) {
      hub.apply(world.definitions(Lookups.JWK));
      Federation federation = hub.get(Federation.class);
      Live warm = null;
      Live live = null;
      long began = System.nanoTime();
      for (int i = 1; i <= STEPS; i++) {
        calls(federation, i, step);
        hub.clock().advance(Duration.ofMinutes(10));
        live = Live.now();
        report.figure("heap_mb_after_" + i * step, live.heap(), "MiB");
        warm = i == WARM_STEPS ? live : warm;
      }
      report.figure(
          "calls_per_s", STEPS * (double) step / ((System.nanoTime() - began) / 1e9), "1/s");
      report.ceiling("heap_flat", growth(warm.heap(), live.heap()), "%", 5);
      report.ceiling("metaspace_flat", growth(warm.metaspace(), live.metaspace()), "%", 5);
      report.figure("direct_mb", live.direct(), "MiB");
      report.figure("direct_growth_mb", live.direct() - warm.direct(), "MiB");
      report.figure("classes_growth", live.classes() - warm.classes(), "classes");
    }
  }

  private static double growth(double from, double to) {
    return 100 * (to - from) / from;
  }

  private static void calls(Federation federation, int seed, int calls) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    List<Future<?>> running = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      Random random = new Random(31L * seed + caller);
      running.add(callers.submit(() -> calls(federation, random, calls / CALLERS)));
    }
    try {
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static void calls(Federation federation, Random random, int calls) {
    for (int i = 0; i < calls; i++) {
      var answer =
          federation.call(
              ACTOR,
              LookupWorld.LOOKUP,
              Map.of("id", LookupWorld.key(random.nextInt(LookupWorld.ROWS))),
              "bench",
              null);
      if (answer.rows().size() != 1 || answer.receipt() == null) {
        throw new IllegalStateException("a look-up was not answered");
      }
    }
  }
}
