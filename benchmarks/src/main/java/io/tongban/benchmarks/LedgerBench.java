package io.tongban.benchmarks;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.RowRef;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Durable appends: 64 callers, each awaiting its own receipt, on an H2 file database. */
final class LedgerBench {
  private static final int CALLERS = 64;

  private LedgerBench() {}

  static void run(Report report, boolean quick) throws IOException, InterruptedException {
    try (TestHub hub = TestHub.onH2(Files.createTempDirectory("tongban-bench"))) {
      Ledger ledger = hub.get(Ledger.class);
      Ids ids = hub.get(Ids.class);
      measure(ledger, ids, quick ? 3 : 6);
      report.floor("ledger_appends_per_s", measure(ledger, ids, quick ? 5 : 15), "1/s", 10_000);
      report.figure("ledger_entries", ledger.size(), "entries");
    }
  }

  private static double measure(Ledger ledger, Ids ids, int seconds) throws InterruptedException {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    AtomicBoolean stop = new AtomicBoolean();
    LongAdder appended = new LongAdder();
    long start = System.nanoTime();
    for (int i = 0; i < CALLERS; i++) {
      callers.execute(
          () -> {
            while (!stop.get()) {
              ledger.append(entry(ids));
              appended.increment();
            }
          });
    }
    TimeUnit.SECONDS.sleep(seconds);
    stop.set(true);
    callers.shutdown();
    callers.awaitTermination(30, TimeUnit.SECONDS);
    return appended.sum() / ((System.nanoTime() - start) / 1e9);
  }

  private static LedgerEntry entry(Ids ids) {
    var manifest = CanonicalJson.mapper().createObjectNode();
    manifest
        .put("action", "CALL")
        .put("target", "premises-lookup")
        .put("purpose", "food-hygiene-inspection")
        .put("rowCount", 1);
    manifest
        .putObject("actor")
        .put("client", "adur-system")
        .put("department", "adur-council")
        .put("region", "GB");
    return new LedgerEntry(
        ids.next(),
        EntryType.ACCESS,
        Clock.systemUTC().instant(),
        "adur-system",
        manifest,
        List.of(new RowRef("premises", "AR 001")));
  }
}
