package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Cursor;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger promises, on any database. */
abstract class LedgerContract {
  private TestHub hub;
  private Ledger ledger;

  abstract TestHub open();

  /** Another hub node on the same database. */
  abstract TestHub another();

  @BeforeEach
  void start() {
    hub = open();
    ledger = hub.get(Ledger.class);
    ledger.size();
    hub.get(Database.class)
        .jdbi()
        .useHandle(handle -> handle.execute("CREATE TABLE ledger.beside (n INTEGER PRIMARY KEY)"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void aReceiptVerifiesOfflineWithItsManifest() {
    LedgerEntry entry = Entries.access(hub);
    Receipt receipt = ledger.append(entry);
    var verdict = ReceiptVerifier.verify(receipt, ledger.verifierKey(), entry.manifest());
    assertThat(verdict).isInstanceOf(ReceiptVerdict.Verified.class);
    var verified = (ReceiptVerdict.Verified) verdict;
    assertThat(verified.index()).isZero();
    assertThat(verified.manifestChecked()).isTrue();
    assertThat(verified.leaf().actor()).isEqualTo("adur");
    assertThat(verified.checkpoint().origin()).isEqualTo("hub.test/ledger");
  }

  @Test
  void anEmptyLogHasASignedCheckpointOfTheEmptyTree() {
    Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(ledger.checkpoint()).text());
    assertThat(checkpoint.size()).isZero();
    assertThat(checkpoint.rootBytes()).isEqualTo(Merkle.emptyRoot());
    assertThat(ledger.fsck().clean()).isTrue();
    assertThat(ledger.tile("tile/0/000.p/1")).isEmpty();
  }

  @Test
  void sixtyFourCallersEachGetTheirOwnReceipt() throws InterruptedException {
    int callers = 64;
    int each = 8;
    ConcurrentLinkedQueue<Receipt> receipts = new ConcurrentLinkedQueue<>();
    CountDownLatch ended = new CountDownLatch(callers);
    var pool = Executors.newFixedThreadPool(callers);
    for (int caller = 0; caller < callers; caller++) {
      pool.execute(
          () -> {
            for (int i = 0; i < each; i++) {
              receipts.add(ledger.append(Entries.access(hub)));
            }
            ended.countDown();
          });
    }
    ended.await();
    pool.shutdown();
    String key = ledger.verifierKey();
    assertThat(receipts)
        .hasSize(callers * each)
        .allMatch(r -> ReceiptVerifier.verify(r, key).holds());
    assertThat(receipts.stream().map(Receipt::index))
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, callers * each).boxed().toList());
    assertThat(ledger.fsck()).isEqualTo(new Ledger.Fsck(512, -1, ledger.fsck().message()));
  }

  @Test
  void changesAlongsideAreStoredWithTheirEntryOrNotAtAll() {
    LedgerEntry entry = Entries.access(hub);
    ledger.append(entry, connection -> insert(connection, 1));
    assertThatThrownBy(
            () ->
                ledger.append(
                    Entries.access(hub),
                    connection -> {
                      insert(connection, 2);
                      throw new IllegalStateException("changed its mind");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("changed its mind");
    // a statement that fails, which on PostgreSQL ends its part of the transaction
    assertThatThrownBy(
            () -> ledger.append(Entries.access(hub), connection -> insert(connection, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    // an entry that is refused takes its changes with it
    assertThatThrownBy(() -> ledger.append(entry, connection -> insert(connection, 3)))
        .hasMessageContaining("ledger-entry-exists");
    assertThat(beside()).containsExactly(1);
    assertThat(ledger.size()).isEqualTo(1);
  }

  @Test
  void ofAGroupWhoseChangesFailInPartTheOthersAreStored() {
    var pool = Executors.newFixedThreadPool(32);
    List<CompletableFuture<Receipt>> asked = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int own = i / 2;
      asked.add(
          CompletableFuture.supplyAsync(
              () -> ledger.append(Entries.access(hub), connection -> insert(connection, own)),
              pool));
    }
    List<Receipt> receipts = new ArrayList<>();
    for (CompletableFuture<Receipt> one : asked) {
      try {
        receipts.add(one.join());
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(IllegalArgumentException.class);
      }
    }
    pool.shutdown();
    assertThat(receipts).hasSize(32);
    assertThat(receipts.stream().map(Receipt::index))
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 32).boxed().toList());
    assertThat(beside()).hasSize(32);
    assertThat(ledger.fsck().clean()).isTrue();
  }

  private static void insert(Connection connection, int number) {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO ledger.beside (n) VALUES (?)")) {
      insert.setInt(1, number);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalArgumentException("it is there already", e);
    }
  }

  private List<Integer> beside() {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery("SELECT n FROM ledger.beside").mapTo(Integer.class).list());
  }

  @Test
  void everyOldCheckpointIsConsistentWithTheNewest() {
    List<Receipt> receipts = Entries.fill(hub, 300);
    long size = ledger.size();
    byte[] root = Checkpoint.parse(SignedNote.parse(ledger.checkpoint()).text()).rootBytes();
    for (Receipt receipt : receipts) {
      Checkpoint old = Checkpoint.parse(TlogProof.parse(receipt.proof()).note().text());
      List<byte[]> proof = ledger.consistencyProof(old.size(), size);
      assertThat(Merkle.consistent(old.size(), old.rootBytes(), size, root, proof)).isTrue();
      assertThat(ledger.root(old.size())).isEqualTo(old.rootBytes());
    }
    byte[] leaf = Base64.getDecoder().decode(receipts.get(7).leaf());
    List<byte[]> path = ledger.inclusionProof(receipts.get(7).index(), size);
    assertThat(Merkle.rootOfInclusion(Merkle.leafHash(leaf), receipts.get(7).index(), size, path))
        .isEqualTo(root);
    assertThatThrownBy(() -> ledger.inclusionProof(size, size))
        .hasMessageContaining("ledger-proof-range");
    assertThatThrownBy(() -> ledger.consistencyProof(1, size + 1))
        .hasMessageContaining("ledger-proof-range");
  }

  @Test
  void aMonitorRebuildsTheRootFromTilesAndBundles() {
    Entries.fill(hub, 600);
    byte[] level0 = ledger.tile("tile/0/001").orElseThrow();
    byte[] level1 = ledger.tile("tile/1/000.p/2").orElseThrow();
    assertThat(level0).hasSize(8192);
    assertThat(level1).hasSize(64);
    assertThat(ledger.tile("tile/0/002.p/88")).hasValueSatisfying(t -> assertThat(t).hasSize(2816));
    assertThat(ledger.tile("tile/0/002")).isEmpty();
    assertThat(ledger.tile("tile/0/002.p/89")).isEmpty();
    assertThat(ledger.tile("tile/2/000.p/1")).isEmpty();
    assertThat(ledger.tile("tile/entries/002.p/89")).isEmpty();
    assertThat(ledger.tile("tile/0/x000/001")).isEmpty();
    ByteBuffer bundle = ByteBuffer.wrap(ledger.tile("tile/entries/001").orElseThrow());
    for (int i = 0; i < 256; i++) {
      byte[] entry = new byte[bundle.getShort() & 0xFFFF];
      bundle.get(entry);
      assertThat(Merkle.leafHash(entry)).isEqualTo(Arrays.copyOfRange(level0, i * 32, i * 32 + 32));
    }
    assertThat(bundle.hasRemaining()).isFalse();
    assertThat(Arrays.copyOfRange(level1, 32, 64)).isEqualTo(naive(level0, 0, 256));
  }

  private static byte[] naive(byte[] hashes, int from, int to) {
    if (to - from == 1) {
      return Arrays.copyOfRange(hashes, from * 32, to * 32);
    }
    int middle = (from + to) / 2;
    return Merkle.nodeHash(naive(hashes, from, middle), naive(hashes, middle, to));
  }

  @Test
  void aFreshReceiptHasNoNonceAndVerifiesUnderTheNewestCheckpoint() {
    LedgerEntry entry = Entries.access(hub);
    ledger.append(entry);
    Entries.fill(hub, 20);
    Receipt fresh = ledger.receipt(entry.id()).orElseThrow();
    assertThat(fresh.nonce()).isEmpty();
    assertThat(fresh.proof()).endsWith(ledger.checkpoint());
    assertThat(ReceiptVerifier.verify(fresh, ledger.verifierKey()).holds()).isTrue();
    assertThat(ReceiptVerifier.verify(fresh, ledger.verifierKey(), entry.manifest()))
        .extracting(v -> ((ReceiptVerdict.Rejected) v).reason())
        .isEqualTo(ReceiptVerdict.Reason.NO_NONCE);
    assertThat(ledger.receipt(hub.get(Ids.class).next())).isEmpty();
  }

  @Test
  void entriesAreFoundByRecordTypeAndActor() {
    RowRef row = new RowRef("premises", "UK 7");
    LedgerEntry load = Entries.entry(hub, EntryType.LOAD, "hub", List.of(row));
    LedgerEntry use =
        Entries.entry(hub, EntryType.ACCESS, "bath", List.of(row, row, new RowRef("x", "y")));
    ledger.append(load);
    Entries.fill(hub, 5);
    ledger.append(use);
    assertThat(ledger.uses(row, 10))
        .extracting(Ledger.Recorded::id)
        .containsExactly(load.id(), use.id());
    assertThat(ledger.uses(row, 1, 10)).extracting(Ledger.Recorded::id).containsExactly(use.id());
    assertThat(ledger.uses(row, 7, 10)).isEmpty();
    assertThat(ledger.uses(new RowRef("premise", "sUK 7"), 10)).isEmpty();
    assertThat(ledger.newest(null, null, null, 3))
        .extracting(Ledger.Recorded::index)
        .containsExactly(6L, 5L, 4L);
    assertThat(ledger.newest(null, null, new Cursor(List.of("4")), 2))
        .extracting(Ledger.Recorded::index)
        .containsExactly(3L, 2L);
    assertThat(ledger.newest(EntryType.LOAD, "hub", null, 9))
        .extracting(Ledger.Recorded::id)
        .containsExactly(load.id());
    assertThat(ledger.newest(EntryType.LOAD, "bath", null, 9)).isEmpty();
    var found = ledger.find(use.id()).orElseThrow();
    assertThat(found.manifest()).isEqualTo(use.manifest());
    assertThat(found.at()).isEqualTo(use.at());
    assertThatThrownBy(() -> ledger.newest(null, null, new Cursor(List.of("x")), 1))
        .hasMessageContaining("cursor-invalid");
  }

  @Test
  void anEntryThatIsThereAlreadyFailsAloneInItsGroup() {
    LedgerEntry twice = Entries.access(hub);
    List<CompletableFuture<Receipt>> pending = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      LedgerEntry entry = i == 5 || i == 11 ? twice : Entries.access(hub);
      pending.add(ledger.appendAsync(entry).toCompletableFuture());
    }
    long failed = 0;
    for (CompletableFuture<Receipt> each : pending) {
      try {
        assertThat(ReceiptVerifier.verify(each.join(), ledger.verifierKey()).holds()).isTrue();
      } catch (CompletionException e) {
        assertThat(e.getCause()).hasMessageContaining("ledger-entry-exists");
        failed++;
      }
    }
    assertThat(failed).isEqualTo(1);
    assertThat(ledger.size()).isEqualTo(19);
    assertThat(ledger.fsck().clean()).isTrue();
  }

  @Test
  void whatCannotBeRecordedIsRefusedUpFront() {
    var big = CanonicalJson.mapper().createObjectNode().put("x", "x".repeat(13 << 20));
    var at = hub.clock().instant();
    var id = hub.get(Ids.class).next();
    assertThatThrownBy(
            () -> ledger.append(new LedgerEntry(id, EntryType.ACCESS, at, "a", big, List.of())))
        .hasMessageContaining("ledger-entry-invalid");
    assertThatThrownBy(
            () ->
                ledger.append(
                    new LedgerEntry(
                        id, EntryType.ACCESS, at, "a\nb", Entries.manifest("p"), List.of())))
        .hasMessageContaining("ledger-entry-invalid");
    assertThat(ledger.size()).isZero();
  }

  @Test
  void attack25CrlfControlAndBidiCharactersInAnActorAreRefused() {
    for (String actor :
        List.of(
            "a\r\nb", "a\u0000", "a\u001b[2J", "a\u0085b", "a\u2028b", "a\u202eb", "a\u2066b")) {
      LedgerEntry entry = Entries.entry(hub, EntryType.ACCESS, actor, List.of());
      assertThatThrownBy(() -> ledger.append(entry))
          .as(CanonicalJson.mapper().createObjectNode().put("actor", actor).toString())
          .hasMessageContaining("ledger-entry-invalid");
    }
    assertThat(ledger.size()).isZero();
    assertThat(ledger.append(Entries.entry(hub, EntryType.ACCESS, "阿杜尔 系统", List.of())).index())
        .isZero();
  }

  @Test
  void attack25BruteForceOfWhatIsPublicFindsNothing() {
    String person = "31010119900307211X";
    LedgerEntry entry =
        new LedgerEntry(
            hub.get(Ids.class).next(),
            EntryType.ACCESS,
            hub.clock().instant(),
            "adur",
            Entries.manifest(person),
            List.of(new RowRef("people", person)));
    Receipt receipt = ledger.append(entry);
    Receipt again =
        ledger.append(
            new LedgerEntry(
                hub.get(Ids.class).next(),
                entry.type(),
                entry.at(),
                entry.actor(),
                entry.manifest(),
                entry.rows()));
    byte[] bundle = ledger.tile("tile/entries/000.p/2").orElseThrow();
    assertThat(new String(bundle, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain(person);
    // who guesses the whole manifest still lacks sixteen random bytes, which are new each time
    byte[] manifest = CanonicalJson.bytes(entry.manifest());
    String logged = Leaf.parse(Base64.getDecoder().decode(receipt.leaf())).manifest();
    assertThat(logged)
        .isNotEqualTo(Leaf.parse(Base64.getDecoder().decode(again.leaf())).manifest())
        .isNotEqualTo(Leaf.digest(new byte[0], manifest))
        .isNotEqualTo(Leaf.digest(new byte[16], manifest))
        .isEqualTo(Leaf.digest(Base64.getUrlDecoder().decode(receipt.nonce()), manifest));
    // the index of records is keyed: plain hashes of all keys there are find nothing in it
    assertThat(ledger.uses(new RowRef("people", person), 10)).hasSize(2);
    List<byte[]> stored =
        hub.get(Database.class)
            .jdbi()
            .withHandle(
                h -> h.createQuery("SELECT hmac FROM ledger.row_use").mapTo(byte[].class).list());
    for (String guess : List.of(person, "people" + person, "\0\0\0\6people" + person)) {
      byte[] hash = CanonicalJson.sha256(guess.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(stored).isNotEmpty().noneMatch(h -> Arrays.equals(h, Arrays.copyOf(hash, 16)));
    }
  }

  @Test
  void aFailingStoreMeansNoReceiptAndTheLedgerGoesOnAfterwards() {
    Entries.fill(hub, 3);
    var jdbi = hub.get(Database.class).jdbi();
    jdbi.useHandle(h -> h.execute("ALTER TABLE ledger.entry RENAME TO entry_away"));
    assertThatThrownBy(() -> ledger.append(Entries.access(hub)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(503));
    assertThat(ledger.size()).isEqualTo(3);
    jdbi.useHandle(h -> h.execute("ALTER TABLE ledger.entry_away RENAME TO entry"));
    assertThat(ledger.append(Entries.access(hub)).index()).isEqualTo(3);
    assertThat(ledger.fsck().clean()).isTrue();
  }

  @Test
  void twoWritersOnOneDatabaseCannotForkTheLog() {
    try (TestHub other = another()) {
      Ledger second = other.get(Ledger.class);
      List<CompletableFuture<Receipt>> pending = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Ledger one = i % 2 == 0 ? ledger : second;
        pending.add(one.appendAsync(Entries.access(hub)).toCompletableFuture());
        if (i % 10 == 9) {
          pending.get(i).join();
        }
      }
      List<Receipt> receipts = pending.stream().map(CompletableFuture::join).toList();
      assertThat(second.verifierKey()).isEqualTo(ledger.verifierKey());
      assertThat(receipts).allMatch(r -> ReceiptVerifier.verify(r, ledger.verifierKey()).holds());
      assertThat(receipts.stream().map(Receipt::index).distinct()).hasSize(200);
      assertThat(ledger.size()).isEqualTo(200);
      byte[] root = Checkpoint.parse(SignedNote.parse(ledger.checkpoint()).text()).rootBytes();
      for (Receipt receipt : receipts) {
        Checkpoint old = Checkpoint.parse(TlogProof.parse(receipt.proof()).note().text());
        List<byte[]> proof = ledger.consistencyProof(old.size(), 200);
        assertThat(Merkle.consistent(old.size(), old.rootBytes(), 200, root, proof)).isTrue();
      }
      assertThat(ledger.fsck().clean()).isTrue();
    }
  }

  @Test
  void aNewNodeGoesOnWhereTheLastOneStopped() {
    Entries.fill(hub, 260);
    try (TestHub next = another()) {
      Receipt receipt = next.get(Ledger.class).append(Entries.access(hub));
      assertThat(receipt.index()).isEqualTo(260);
      assertThat(ReceiptVerifier.verify(receipt, ledger.verifierKey()).holds()).isTrue();
    }
  }
}
