package io.tongban.ledger.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.KeptCheckpoint;
import io.tongban.ledger.KeptReceipts;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Attacks copies of a hub's ledger on H2 in each way that is known to matter, and tells what caught
 * each. What it is given is never changed.
 */
public final class TamperDrill {
  private static final int LEAST = 320;
  private static final int MORE = 8;
  private static final String FILE = "hub.mv.db";
  private final Path work;
  private final Clock clock;
  private final Opener opener;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<KeptReceipts.Kept> kept = new ArrayList<>();
  private int copies;
  private long size;
  private String keys;

  /**
   * A drill.
   *
   * @param work an empty folder that it may fill
   */
  public TamperDrill(Path work, Clock clock, Opener opener) {
    this.work = work;
    this.clock = clock;
    this.opener = opener;
  }

  /** Opens what lies in a data folder. */
  @FunctionalInterface
  public interface Opener {
    /** Opens it; the drill closes it before it copies the folder. */
    Opened open(Path data);
  }

  /** A hub's database, keys and settings. */
  public record Opened(Database database, HubKeys keys, HubSettings settings, Runnable closing)
      implements AutoCloseable {
    @Override
    public void close() {
      closing.run();
    }
  }

  /**
   * What became of an attack.
   *
   * @param number the attack's number in the list of attacks
   * @param by what caught it
   * @param firstBad the first bad index that was named, or -1 where nothing bad came to be
   * @param caught whether it was caught where it was made
   * @param message what was said
   */
  public record Outcome(
      int number, String attack, String by, long firstBad, boolean caught, String message) {}

  /** An attacker who has the database open, and the ledger as it was before. */
  private record Scene(JdbcLedger ledger, Handle handle, Opened hub) {}

  /** An attack on an open database. */
  @FunctionalInterface
  private interface Attack {
    void on(Scene scene);
  }

  /**
   * Performs every attack.
   *
   * @param data folder of a hub that does not run, or null for a new log
   * @throws IllegalStateException if the copy does not hold before anything was done to it
   */
  public List<Outcome> run(Path data) throws IOException {
    Path base = work.resolve("base");
    prepare(data, base);
    long at = size / 2;
    edits(base, at);
    cuts(base);
    putBack(base);
    twoWriters(base);
    splitView(base);
    return List.copyOf(outcomes);
  }

  /** A copy with enough entries, an anchor, and receipts that are kept outside. */
  private void prepare(Path data, Path base) throws IOException {
    Files.createDirectories(base);
    if (data != null) {
      copy(data, base);
    }
    try (Opened hub = opener.open(base)) {
      JdbcLedger ledger = ledger(hub);
      int more = (int) Math.max(MORE, LEAST - ledger.size());
      for (Receipt receipt : append(ledger, more)) {
        kept.add(KeptReceipts.Kept.of(receipt));
      }
      size = ledger.size();
      keys = ledger.keys();
      hub.database()
          .jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      "INSERT INTO ledger.anchor (id, kind, chain_id, genesis, sender, nonce,"
                          + " contract, tree_size, root, transaction_hash, state, made)"
                          + " VALUES (?, 'ANCHOR', 0, 'drill', 'drill', ?, 'drill', ?, ?, '0x',"
                          + " 'CONFIRMED', CURRENT_TIMESTAMP)",
                      UUID.randomUUID(),
                      size,
                      size - 2,
                      ledger.root(size - 2)));
      Ledger.Fsck fsck = ledger.fsck();
      ledger.stop();
      if (!fsck.clean()) {
        throw new IllegalStateException(
            "the ledger does not hold before the drill: entry "
                + fsck.badIndex()
                + ": "
                + fsck.message());
      }
    }
  }

  private void edits(Path base, long at) throws IOException {
    fsck(20, "a row's logged bytes edited", base, at, s -> flip(s, "leaf", at));
    fsck(20, "a row's sealed manifest edited", base, at, s -> flip(s, "manifest", at));
    fsck(
        20,
        "a row's column edited",
        base,
        at,
        s -> s.handle().execute("UPDATE ledger.entry SET actor = 'x' WHERE entry_index = ?", at));
    fsck(20, "two rows swapped", base, at - 3, s -> swap(s.handle(), at - 3, at));
    fsck(
        20,
        "a row deleted",
        base,
        at,
        s -> s.handle().execute("DELETE FROM ledger.entry WHERE entry_index = ?", at));
    // the tile above names the first entry it covers
    fsck(20, "a row edited together with its tile", base, at / 256 * 256, s -> withTile(s, at));
    fsck(20, "a row's uses deleted", base, size - MORE, s -> uses(s.handle(), size - MORE));
  }

  private void cuts(Path base) throws IOException {
    long cut = size - 5;
    fsck(
        21,
        "the tail's rows deleted",
        base,
        cut,
        s -> s.handle().execute("DELETE FROM ledger.entry WHERE entry_index >= ?", cut));
    fsck(
        21,
        "the tail cut and the head signed anew with the stolen key (seen by its anchor)",
        base,
        cut,
        s -> {
          byte[] root = s.ledger().root(cut);
          s.handle().execute("DELETE FROM ledger.entry WHERE entry_index >= ?", cut);
          s.handle().execute("DELETE FROM ledger.row_use WHERE entry_index >= ?", cut);
          s.handle().execute("UPDATE ledger.row_index SET upto = ?", cut);
          s.handle()
              .execute(
                  "UPDATE ledger.tree_head SET tree_size = ?, root = ?, checkpoint = ?",
                  cut,
                  root,
                  signed(s.hub(), cut, root));
        });
    refusal(base);
  }

  /** A head that was not signed is not built upon. */
  private void refusal(Path base) throws IOException {
    try (Opened hub = opener.open(copyOf(base))) {
      JdbcLedger ledger = ledger(hub);
      byte[] other = ledger.root(size - 1);
      hub.database()
          .jdbi()
          .useHandle(h -> h.execute("UPDATE ledger.tree_head SET root = ?", other));
      boolean refused = false;
      try {
        append(ledger, 1);
      } catch (ProblemException | java.util.concurrent.CompletionException e) {
        refused = true;
      }
      Ledger.Fsck found = ledger.fsck();
      ledger.stop();
      outcomes.add(
          new Outcome(
              22,
              "the head's root replaced",
              "refusal to sign, and fsck",
              found.badIndex(),
              refused && found.badIndex() == size - 1,
              found.message()));
    }
  }

  /** The database as it was before the newest entries: whole, and signed by the hub itself. */
  private void putBack(Path base) throws IOException {
    Path before = copyOf(base);
    List<KeptReceipts.Kept> receipts = new ArrayList<>(kept);
    Path after = copyOf(base);
    try (Opened hub = opener.open(after)) {
      JdbcLedger ledger = ledger(hub);
      append(ledger, MORE).forEach(receipt -> receipts.add(KeptReceipts.Kept.of(receipt)));
      ledger.stop();
    }
    try (Opened hub = opener.open(before)) {
      JdbcLedger ledger = ledger(hub);
      kept(21, "an old backup put back", ledger, receipts);
      append(ledger, 2 * MORE);
      kept(21, "an old backup put back and written on", ledger, receipts);
      ledger.stop();
    }
  }

  private void kept(int number, String attack, Ledger ledger, List<KeptReceipts.Kept> receipts) {
    Optional<KeptReceipts.Contradiction> found = contradiction(ledger, receipts);
    outcomes.add(
        new Outcome(
            number,
            attack,
            "receipts kept outside",
            found.map(KeptReceipts.Contradiction::firstBad).orElse(-1L),
            found.isPresent() && found.get().firstBad() == size,
            found.map(KeptReceipts.Contradiction::message).orElse("nothing was seen")));
  }

  private Optional<KeptReceipts.Contradiction> contradiction(
      Ledger ledger, List<KeptReceipts.Kept> receipts) {
    try {
      return KeptReceipts.compare(KeptReceipts.of(ledger), keys, receipts);
    } catch (KeptCheckpoint.UnprovedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Two nodes that write at once do not fork the log. */
  private void twoWriters(Path base) throws IOException {
    try (Opened hub = opener.open(copyOf(base))) {
      JdbcLedger one = ledger(hub);
      JdbcLedger two = ledger(hub);
      List<KeptReceipts.Kept> receipts = new ArrayList<>(kept);
      List<CompletableFuture<Receipt>> pending = new ArrayList<>();
      for (int i = 0; i < 4 * MORE; i++) {
        pending.add(one.appendAsync(entry()).toCompletableFuture());
        pending.add(two.appendAsync(entry()).toCompletableFuture());
      }
      pending.forEach(each -> receipts.add(KeptReceipts.Kept.of(each.join())));
      long distinct = pending.stream().map(each -> each.join().index()).distinct().count();
      boolean oneLog =
          contradiction(one, receipts).isEmpty()
              && one.fsck().clean()
              && distinct == pending.size();
      one.stop();
      two.stop();
      outcomes.add(
          new Outcome(
              22,
              "two writers on one log",
              "compare-and-swap on the head",
              -1,
              oneLog,
              oneLog ? "no fork came to be" : "the log was forked"));
    }
  }

  /** One key, two logs: each holds by itself, their receipts do not go together. */
  private void splitView(Path base) throws IOException {
    List<KeptReceipts.Kept> receipts = new ArrayList<>(kept);
    try (Opened hub = opener.open(copyOf(base))) {
      JdbcLedger ledger = ledger(hub);
      append(ledger, MORE).forEach(receipt -> receipts.add(KeptReceipts.Kept.of(receipt)));
      ledger.stop();
    }
    try (Opened hub = opener.open(copyOf(base))) {
      JdbcLedger ledger = ledger(hub);
      append(ledger, MORE);
      kept(22, "a second log shown to others", ledger, receipts);
      ledger.stop();
    }
  }

  private void fsck(int number, String attack, Path base, long expected, Attack on)
      throws IOException {
    try (Opened hub = opener.open(copyOf(base))) {
      JdbcLedger ledger = ledger(hub);
      hub.database().jdbi().useHandle(handle -> on.on(new Scene(ledger, handle, hub)));
      Ledger.Fsck found = ledger.fsck();
      ledger.stop();
      outcomes.add(
          new Outcome(
              number,
              attack,
              "fsck",
              found.badIndex(),
              found.badIndex() == expected,
              found.message()));
    }
  }

  private static void flip(Scene scene, String column, long at) {
    byte[] value = bytes(scene.handle(), column, at);
    value[value.length - 2] ^= 1;
    scene
        .handle()
        .execute("UPDATE ledger.entry SET " + column + " = ? WHERE entry_index = ?", value, at);
  }

  private static byte[] bytes(Handle handle, String column, long at) {
    return handle
        .createQuery("SELECT " + column + " FROM ledger.entry WHERE entry_index = ?")
        .bind(0, at)
        .mapTo(byte[].class)
        .one();
  }

  private static void swap(Handle handle, long one, long two) {
    String move = "UPDATE ledger.entry SET entry_index = ? WHERE entry_index = ?";
    handle.execute(move, -1, one);
    handle.execute(move, one, two);
    handle.execute(move, two, -1);
  }

  private static void uses(Handle handle, long at) {
    handle.execute("DELETE FROM ledger.row_use WHERE entry_index = ?", at);
  }

  private static void withTile(Scene scene, long at) {
    flip(scene, "leaf", at);
    byte[] hash = Merkle.leafHash(bytes(scene.handle(), "leaf", at));
    byte[] tile =
        scene
            .handle()
            .createQuery("SELECT hashes FROM ledger.tile WHERE tile_level = 0 AND tile_number = ?")
            .bind(0, at / 256)
            .mapTo(byte[].class)
            .one();
    System.arraycopy(hash, 0, tile, (int) (at % 256) * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
    scene
        .handle()
        .execute(
            "UPDATE ledger.tile SET hashes = ? WHERE tile_level = 0 AND tile_number = ?",
            tile,
            at / 256);
  }

  private static String signed(Opened hub, long size, byte[] root) {
    String origin = hub.settings().origin();
    Optional<Signing.Stored> stored = new LedgerReader(hub.database()).storedKeys();
    LogSigner thief = new LogKeys(hub.keys(), origin).signer(stored);
    return thief.sign(Checkpoint.of(origin, size, root).text()).format();
  }

  private static JdbcLedger ledger(Opened hub) {
    return new JdbcLedger(hub.database(), hub.keys(), hub.settings(), Optional::empty, () -> {});
  }

  private List<Receipt> append(Ledger ledger, int count) {
    List<CompletableFuture<Receipt>> pending = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pending.add(ledger.appendAsync(entry()).toCompletableFuture());
    }
    return pending.stream().map(CompletableFuture::join).toList();
  }

  private LedgerEntry entry() {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode().put("purpose", "drill");
    return new LedgerEntry(
        UUID.randomUUID(),
        EntryType.ACCESS,
        clock.instant(),
        "drill",
        manifest,
        List.of(new RowRef("drill", "1")));
  }

  private Path copyOf(Path base) throws IOException {
    Path copy = work.resolve("copy-" + copies++);
    copy(base, copy);
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("keys"));
    Files.copy(from.resolve(FILE), to.resolve(FILE));
    try (Stream<Path> keys = Files.list(from.resolve("keys"))) {
      for (Path file : keys.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve("keys").resolve(file.getFileName()));
      }
    }
  }

  /** Whether every attack was caught. */
  public static boolean allCaught(List<Outcome> outcomes) {
    return !outcomes.isEmpty() && outcomes.stream().allMatch(Outcome::caught);
  }

  /** Prints outcomes as a table. */
  public static void print(List<Outcome> outcomes, Consumer<String> out) {
    out.accept("%-6s  %-6s  %-9s  %s".formatted("result", "attack", "first bad", "what"));
    for (Outcome each : outcomes) {
      out.accept(
          "%-6s  %-6d  %-9s  %s → %s: %s"
              .formatted(
                  each.caught() ? "caught" : "MISSED",
                  each.number(),
                  each.firstBad() < 0 ? "–" : Long.toString(each.firstBad()),
                  each.attack(),
                  each.by(),
                  each.message()));
    }
  }
}
