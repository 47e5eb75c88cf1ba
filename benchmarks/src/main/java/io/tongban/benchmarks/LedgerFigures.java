package io.tongban.benchmarks;

import io.tongban.hub.jdbc.OpenDatabase;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.ReceiptVerifier;
import io.tongban.ledger.RowRef;
import io.tongban.ledger.merkle.TilePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code tongban bench ledger}: durable appends beside the same rows written by plain JDBC, waiting
 * times, and what appends, proofs and checks cost while the log grows; receipts verified offline.
 */
final class LedgerFigures {
  private static final int CALLERS = 256;
  private static final int TURN = 20_000;
  private static final int CORES = 2;

  /**
   * Turns of appends before those that count: until then the JVM's second compiler takes more of
   * the two cores than the ledger does.
   */
  private static final int WARM_UP = 40;

  /** Rounds of verified receipts before those that count. */
  private static final int WARM_UP_RECEIPTS = 10;

  /** Entries that checks read before the one that counts. */
  private static final long WARM_UP_CHECKED = 800_000;

  private final Report report;
  private final boolean quick;

  LedgerFigures(Report report, boolean quick) {
    this.report = report;
    this.quick = quick;
  }

  void run() throws Exception {
    try (LedgerStore store = LedgerStore.h2()) {
      shares(store, 20_000);
      receipts(store);
      growth(store);
    }
    try (LedgerStore store = LedgerStore.postgres()) {
      shares(store, 10_000);
      growth(store);
    }
  }

  // ---- appends ----

  private void shares(LedgerStore store, int wanted) throws Exception {
    int turns = quick ? 7 : 15;
    double[] ours = new double[turns];
    double[] shares = new double[turns];
    double[] cpu = new double[turns];
    long groups = 0;
    try (LedgerStore.Log log = store.log();
        OpenDatabase bare = store.bare()) {
      LedgerLoad load = new LedgerLoad(log);
      BareRows rows = new BareRows(bare.database());
      for (int i = -WARM_UP; i < turns; i++) {
        long before = store.cpuNanos();
        LedgerLoad.Answered answered = load.closed(CALLERS, TURN);
        double micros = (store.cpuNanos() - before) / 1e3 / TURN;
        // what was left to the index behind the log must not slow the other side
        log.ledger().uses(new RowRef("premises", "none"), 1);
        BareRows.Groups same = rows.groups(log.rows(), checkpoints(answered.receipts()));
        double alone = rows.write(same);
        if (i >= 0) {
          ours[i] = answered.perSecond();
          shares[i] = answered.perSecond() / alone;
          cpu[i] = micros;
          groups += same.count();
        }
      }
      String name = store.name();
      report.floor("append_share_" + name, Turns.median(shares), "share", 0.5);
      report.floor("append_per_s_" + name, Turns.median(ours), "1/s", wanted);
      report.figure("append_cpu_us_" + name, Turns.median(cpu), "us");
      report.figure("append_group_" + name, (double) turns * TURN / groups, "entries");
      load.open(wanted / 2, 2);
      long[] waited = load.open(wanted / 2, quick ? 6 : 30);
      report.ceiling("append_p99_ms_" + name, waited[(int) (waited.length * 0.99)] / 1e6, "ms", 20);
      report.figure("append_p50_ms_" + name, waited[waited.length / 2] / 1e6, "ms");
    }
  }

  /** The checkpoints that were signed, by the tree's size: one a group. */
  private static SortedMap<Long, String> checkpoints(List<Receipt> receipts) {
    SortedMap<Long, String> checkpoints = new TreeMap<>();
    for (Receipt receipt : receipts) {
      String note = receipt.proof().split("\n\n", 2)[1];
      checkpoints.put(Long.parseLong(note.split("\n", 3)[1]), note);
    }
    return checkpoints;
  }

  // ---- growth ----

  private void growth(LedgerStore store) throws Exception {
    int last = quick ? 5 : 7;
    try (LedgerStore.Log log = store.log()) {
      LedgerLoad load = new LedgerLoad(log);
      for (int power = 4; power <= last; power++) {
        load.grow((long) Math.pow(10, power));
        log.ledger().uses(new RowRef("premises", "none"), 1);
        String at = store.name() + "_1e" + power;
        proofs(log.ledger(), at, power == last);
        report.figure("bytes_per_entry_" + at, (double) log.bytes() / log.ledger().size(), "bytes");
        if (power == last) {
          check(store, log, store.name(), quick ? 4 : 1);
        } else if (power == 6) {
          check(store, log, at, 3);
        }
        long before = store.cpuNanos();
        LedgerLoad.Answered answered = load.closed(CALLERS, TURN);
        report.figure("append_cpu_us_" + at, (store.cpuNanos() - before) / 1e3 / TURN, "us");
        report.figure("append_per_s_" + at, answered.perSecond(), "1/s");
      }
    }
  }

  private void proofs(Ledger ledger, String at, boolean limited) {
    int count = quick ? 300 : 1_000;
    long size = ledger.size();
    long[] indexes = new Random(11).longs(count, 0, size).toArray();
    byte[] root = ledger.root(size);
    for (long index : indexes) {
      byte[] leaf = leafHash(ledger, index, size);
      byte[] proved = Merkle.rootOfInclusion(leaf, index, size, ledger.inclusionProof(index, size));
      if (!Arrays.equals(root, proved)) {
        throw new IllegalStateException("a proof does not lead to the root");
      }
    }
    long[] others = new Random(12).longs(count, 1, size).toArray();
    double inclusion = millis(others, index -> ledger.inclusionProof(index, size));
    double consistency = millis(others, old -> ledger.consistencyProof(old, size));
    if (limited) {
      report.ceiling("proof_ms_" + at, inclusion, "ms", 1);
      report.ceiling("consistency_ms_" + at, consistency, "ms", 1);
    } else {
      report.figure("proof_ms_" + at, inclusion, "ms");
      report.figure("consistency_ms_" + at, consistency, "ms");
    }
  }

  private interface Asked {
    List<byte[]> once(long argument);
  }

  private static double millis(long[] arguments, Asked asked) {
    long begin = System.nanoTime();
    for (long argument : arguments) {
      asked.once(argument);
    }
    return (System.nanoTime() - begin) / 1e6 / arguments.length;
  }

  private static byte[] leafHash(Ledger ledger, long index, long size) {
    int width = (int) Math.min(256, size - index / 256 * 256);
    String path = new TilePath(0, index / 256, width).toString();
    byte[] tile = ledger.tile(path).orElseThrow();
    int at = (int) (index % 256) * Merkle.HASH_BYTES;
    return Arrays.copyOfRange(tile, at, at + Merkle.HASH_BYTES);
  }

  private void check(LedgerStore store, LedgerStore.Log log, String at, int turns)
      throws Exception {
    double[] ours = new double[turns];
    double[] shares = new double[turns];
    double[] sharesOfTwo = new double[turns];
    double[] cpu = new double[turns];
    long size = log.ledger().size();
    long warmUp = (WARM_UP_CHECKED - 1) / size;
    for (long i = -warmUp; i < turns; i++) {
      double both = BareRows.read(log.database(), size, CORES);
      double one = BareRows.read(log.database(), size, 1);
      long cpuBefore = store.cpuNanos();
      long begin = System.nanoTime();
      Ledger.Fsck fsck = log.ledger().fsck();
      double rate = fsck.entries() / ((System.nanoTime() - begin) / 1e9);
      if (!fsck.clean()) {
        throw new IllegalStateException(fsck.message());
      }
      if (i >= 0) {
        int turn = (int) i;
        cpu[turn] = (store.cpuNanos() - cpuBefore) / 1e3 / fsck.entries();
        ours[turn] = rate;
        shares[turn] = rate / one;
        sharesOfTwo[turn] = rate / both;
      }
    }
    report.floor("fsck_per_s_" + at, Turns.median(ours), "1/s", 150_000);
    report.floor("fsck_share_" + at, Turns.median(shares), "share", 0.5);
    report.figure("fsck_share_of_two_" + at, Turns.median(sharesOfTwo), "share");
    report.figure("fsck_cpu_us_" + at, Turns.median(cpu), "us");
  }

  // ---- receipts ----

  /** Receipts of one caller, each under a checkpoint of its own, verified by as many as cores. */
  private void receipts(LedgerStore store) throws Exception {
    int count = quick ? 2_000 : 20_000;
    try (LedgerStore.Log log = store.log()) {
      List<Receipt> receipts = new LedgerLoad(log).closed(1, count).receipts();
      if (checkpoints(receipts).size() != count) {
        throw new IllegalStateException("receipts share a checkpoint");
      }
      report.figure("bytes_per_lone_entry_h2", (double) log.bytes() / count, "bytes");
      String key = log.ledger().verifierKey();
      List<Receipt> some = receipts.subList(0, 2_000);
      for (int i = 0; i < WARM_UP_RECEIPTS; i++) {
        verified(some, key);
      }
      double[] rates = new double[5];
      for (int i = 0; i < rates.length; i++) {
        rates[i] = verified(receipts, key);
      }
      report.floor("receipt_verify_per_s", Turns.median(rates), "1/s", 10_000);
    }
  }

  private static double verified(List<Receipt> receipts, String key) throws Exception {
    List<Callable<Void>> parts = new ArrayList<>();
    for (int i = 0; i < CORES; i++) {
      int part = i;
      parts.add(
          () -> {
            for (int n = part; n < receipts.size(); n += CORES) {
              if (!ReceiptVerifier.verify(receipts.get(n), key).holds()) {
                throw new IllegalStateException("a receipt does not hold");
              }
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(CORES);
    try {
      long begin = System.nanoTime();
      for (Future<Void> part : pool.invokeAll(parts)) {
        part.get();
      }
      return receipts.size() / ((System.nanoTime() - begin) / 1e9);
    } finally {
      pool.shutdown();
    }
  }
}
