package io.tongban.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.tongban.federation.calcite.GovernanceCheck;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Random SQL under random policies against physically pre-filtered, pre-masked copies: 50,000
 * queries, with {@code --quick} 1,000. Differences are described on the error stream as they are
 * found.
 */
final class GovernanceBench {
  private static final int QUERIES = 50_000;
  private static final int QUICK_QUERIES = 1_000;
  private static final int THREADS = 2;
  private static final int MOST_DESCRIBED = 20;

  /** Other worlds than the ones that the module's tests look at. */
  private static final long SEED = 1_000_000;

  private GovernanceBench() {}

  /** Whether there was no difference and every planted leak was found. */
  static boolean run(Report report, boolean quick) {
    long start = System.nanoTime();
    long cpu = cpuNanos();
    AtomicInteger described = new AtomicInteger();
    var figures =
        GovernanceCheck.onH2(
            SEED,
            quick ? QUICK_QUERIES : QUERIES,
            THREADS,
            difference -> {
              if (described.incrementAndGet() <= MOST_DESCRIBED) {
                System.err.println(difference);
              }
            });
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuMillis = (cpuNanos() - cpu) / 1e6;
    report.figure("queries", figures.queries(), "queries");
    report.ceiling("differences", figures.differences().size(), "queries", 0);
    report.floor("nonempty_share", figures.nonemptyShare(), "share", 0.6);
    report.floor("least_construct_share", figures.leastConstructShare(), "share", 0.1);
    figures
        .constructs()
        .forEach(
            (construct, queries) ->
                report.figure(
                    "share_" + construct.toLowerCase(java.util.Locale.ROOT),
                    (double) queries / figures.queries(),
                    "share"));
    report.figure("failed_in_evaluation", figures.failed(), "queries");
    report.figure("refused", figures.refused(), "queries");
    report.figure("queries_per_s", figures.queries() / seconds, "1/s");
    report.figure("cpu_per_query", cpuMillis / figures.queries(), "ms");
    var plants = GovernanceCheck.plantsFoundWithin(SEED, THREADS);
    int within = Collections.max(plants.values());
    report.figure("plants", plants.size(), "leaks");
    report.ceiling("planted_found_within", within, "queries", 200);
    return figures.differences().isEmpty() && within <= 200;
  }

  /** Tells more than the clock where other things run on the machine. */
  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
