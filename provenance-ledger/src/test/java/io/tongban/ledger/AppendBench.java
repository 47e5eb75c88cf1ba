package io.tongban.ledger;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures durable appends with callers that each wait for their own receipt. Not a test.
 * Arguments: h2 or postgres, callers, seconds.
 */
final class AppendBench {
  private AppendBench() {}

  public static void main(String[] arguments) throws Exception {
    String database = arguments.length > 0 ? arguments[0] : "h2";
    int callers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    Path data = Files.createTempDirectory("append-bench");
    try (TestHub hub = database.equals("h2") ? TestHub.onH2(data) : TestHub.onPostgres()) {
      measure(hub, callers, 3, "warm-up");
      measure(hub, callers, seconds, database);
      long begin = System.nanoTime();
      Ledger.Fsck fsck = hub.get(Ledger.class).fsck();
      System.out.printf(
          "fsck %s: %d entries in %d ms%n",
          fsck.message(), fsck.entries(), (System.nanoTime() - begin) / 1_000_000);
    }
  }

  private static void measure(TestHub hub, int callers, int seconds, String what)
      throws InterruptedException {
    Ledger ledger = hub.get(Ledger.class);
    Ids ids = hub.get(Ids.class);
    LongAdder appends = new LongAdder();
    var pool = Executors.newFixedThreadPool(callers);
    CountDownLatch ended = new CountDownLatch(callers);
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    for (int caller = 0; caller < callers; caller++) {
      pool.execute(
          () -> {
            while (System.nanoTime() < end) {
              append(hub, ledger, ids);
              appends.increment();
            }
            ended.countDown();
          });
    }
    ended.await();
    double took = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%s: %d callers, %.0f appends/s, %.0f us CPU each%n",
        what, callers, appends.sum() / took, (cpuNanos() - cpu) / 1e3 / appends.sum());
    pool.shutdown();
  }

  /** CPU time of the process: comparable also on a machine that is busy with other things. */
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static void append(TestHub hub, Ledger ledger, Ids ids) {
    var id = ids.next();
    var manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("purpose", "licensing").put("case", "A-1").put("rowCount", 1);
    manifest.put("planDigest", "a".repeat(64)).put("resultDigest", "b".repeat(64));
    manifest.putObject("actor").put("client", "adur").put("department", "adur");
    manifest.putArray("rows").addObject().put("resource", "premises").put("key", id.toString());
    ledger.append(
        new LedgerEntry(
            id,
            EntryType.ACCESS,
            hub.clock().instant(),
            "adur",
            manifest,
            List.of(new RowRef("premises", id.toString()))));
  }
}
