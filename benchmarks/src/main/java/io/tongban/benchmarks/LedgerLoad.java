package io.tongban.benchmarks;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Appends to a ledger. Each entry names one of 100,000 records. */
final class LedgerLoad {
  private static final int RECORDS = 100_000;
  private static final int WAITING = 8_192;
  private final Ledger ledger;
  private final Ids ids;

  LedgerLoad(LedgerStore.Log log) {
    this.ledger = log.ledger();
    this.ids = log.ids();
  }

  /**
   * What callers got.
   *
   * @param perSecond appends a second, from the first call to the last receipt
   */
  record Answered(double perSecond, List<Receipt> receipts) {}

  /** Callers on threads of their own, each of which awaits its receipt before it asks again. */
  Answered closed(int callers, int appends) throws Exception {
    Receipt[] receipts = new Receipt[appends];
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = threads(callers);
    try {
      long begin = System.nanoTime();
      List<? extends Future<?>> ended =
          IntStream.range(0, callers)
              .mapToObj(
                  caller ->
                      pool.submit(
                          () -> {
                            for (int i = next.getAndIncrement();
                                i < appends;
                                i = next.getAndIncrement()) {
                              receipts[i] = ledger.append(entry());
                            }
                          }))
              .toList();
      for (Future<?> caller : ended) {
        caller.get();
      }
      double took = (System.nanoTime() - begin) / 1e9;
      return new Answered(appends / took, List.of(receipts));
    } finally {
      pool.shutdown();
    }
  }

  /**
   * A thread for each caller: virtual ones where the JDK has them (JEP 444, from 21 on), since here
   * the callers run on the cores of the ledger that is measured.
   */
  private static ExecutorService threads(int callers) {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException olderJdk) {
      return Executors.newFixedThreadPool(callers);
    }
  }

  /**
   * Calls that come at random times whether or not those before were answered.
   *
   * @return how long each waited from when it was to come until its receipt was there, sorted, ns
   */
  long[] open(int perSecond, int seconds) throws InterruptedException, ExecutionException {
    int appends = perSecond * seconds;
    long[] waited = new long[appends];
    Random random = new Random(7);
    Semaphore answered = new Semaphore(0);
    AtomicReference<Throwable> failed = new AtomicReference<>();
    double due = System.nanoTime() + 1e7;
    for (int i = 0; i < appends; i++) {
      due += -Math.log(1 - random.nextDouble()) * 1e9 / perSecond;
      long scheduled = (long) due;
      for (long left = scheduled - System.nanoTime();
          left > 0;
          left = scheduled - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      int call = i;
      ledger
          .appendAsync(entry())
          .whenComplete(
              (receipt, failure) -> {
                waited[call] = System.nanoTime() - scheduled;
                failed.compareAndSet(null, failure);
                answered.release();
              });
    }
    answered.acquire(appends);
    if (failed.get() != null) {
      throw new ExecutionException(failed.get());
    }
    Arrays.sort(waited);
    return waited;
  }

  /** Lets the log grow by the ledger's own sequencer as fast as two callers can ask it. */
  void grow(long size) throws Exception {
    Semaphore room = new Semaphore(WAITING);
    AtomicReference<Throwable> failed = new AtomicReference<>();
    long missing = size - ledger.size();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    for (int half = 0; half < 2; half++) {
      long count = half == 0 ? missing / 2 : missing - missing / 2;
      pool.execute(
          () -> {
            for (long i = 0; i < count && failed.get() == null; i++) {
              room.acquireUninterruptibly();
              ledger
                  .appendAsync(entry())
                  .whenComplete(
                      (receipt, failure) -> {
                        failed.compareAndSet(null, failure);
                        room.release();
                      });
            }
          });
    }
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.HOURS);
    room.acquire(WAITING);
    if (failed.get() != null || ledger.size() != size) {
      throw new IllegalStateException("the ledger did not grow to " + size, failed.get());
    }
  }

  private LedgerEntry entry() {
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
    String key = "AR " + ThreadLocalRandom.current().nextInt(RECORDS);
    return new LedgerEntry(
        ids.next(),
        EntryType.ACCESS,
        Clock.systemUTC().instant(),
        "adur-system",
        manifest,
        List.of(new RowRef("premises", key)));
  }
}
