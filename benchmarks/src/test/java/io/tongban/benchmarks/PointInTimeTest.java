package io.tongban.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tongban.access.Actor;
import io.tongban.access.Erasures;
import io.tongban.access.Subjects;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.ReceiptVerdict;
import io.tongban.ledger.ReceiptVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Point-in-time recovery on PostgreSQL: a base backup taken while clients use a hub and journal
 * their receipts, recovered from the archived log to a moment before the end.
 */
class PointInTimeTest {
  private static final boolean FULL = Boolean.getBoolean("tongban.test.full");
  private static final int USES = FULL ? 3_000 : 60;
  private static final int CLIENTS = 4;
  private static final long PATIENCE_SECONDS = 300;
  private static final String POINT = "before_the_fault";
  private static final String PERSON = "11010519491231002X";
  private static final Actor OFFICER = new Actor("local-operator", "hub", null);

  @TempDir private Path folder;

  @Test
  void whatWasAcknowledgedBeforeThePointIsThereAndNothingIsInvented() throws Exception {
    Path data = Files.createDirectories(folder.resolve("hub"));
    Path archive = folder.resolve("archive");
    Path backup = folder.resolve("backup");
    try (ArchivedPostgres server = ArchivedPostgres.create(folder.resolve("server"), archive);
        TestHub hub = TestHub.start(server.url(), data)) {
      // migrated here, so that the node finds its tables
      assertEquals(0, hub.get(Ledger.class).size());
      String commitment = hub.get(Subjects.class).commitment(PERSON);
      List<Receipt> before = traffic(server, data, backup, hub);
      server.archived();
      Path restoredData = restoredData(data);
      try (ArchivedPostgres recovered = ArchivedPostgres.recover(backup, archive, POINT);
          TestHub restored = TestHub.start(recovered.url(), restoredData)) {
        ledger(hub.get(Ledger.class), restored.get(Ledger.class), before);
        erasures(restored, commitment);
      }
    }
  }

  /** Uses before, during and after the backup; the receipts acknowledged before the point. */
  private static List<Receipt> traffic(ArchivedPostgres server, Path data, Path backup, TestHub hub)
      throws Exception {
    CrashHub node = CrashHub.modules(server.url(), data);
    CrashHub.Running running = node.start();
    Process clients = CrashClients.start(data, CLIENTS, null, node.url());
    try {
      CrashJournal journal = new CrashJournal(data.resolve("journal"));
      journal.awaitMore(USES, running.process(), PATIENCE_SECONDS);
      server.baseBackup(backup, () -> journal.awaitMore(USES, running.process(), PATIENCE_SECONDS));
      journal.awaitMore(USES, running.process(), PATIENCE_SECONDS);
      List<Receipt> before = journal.more();
      server.point(POINT);
      hub.get(Erasures.class)
          .erase(OFFICER, new Erasures.Ask(PERSON, Erasures.Ground.LAW, "order 7", null));
      journal.awaitMore(USES, running.process(), PATIENCE_SECONDS);
      return before;
    } finally {
      clients.destroyForcibly();
      clients.onExit().join();
      running.kill();
    }
  }

  /** As it is on the machine of the restored hub: keys, and the newest journal of erasures. */
  private Path restoredData(Path data) throws IOException {
    Path restored = Files.createDirectories(folder.resolve("restored"));
    Files.createDirectory(restored.resolve("keys"));
    for (String file : List.of("keys/master", "keys/ledger.ed25519", "erasures")) {
      Files.copy(data.resolve(file), restored.resolve(file));
    }
    return restored;
  }

  private static void ledger(Ledger original, Ledger restored, List<Receipt> before) {
    assertTrue(before.size() >= 3 * USES);
    long size = restored.size();
    assertTrue(size < original.size(), "the point lies before the end");
    assertArrayEquals(original.root(size), restored.root(size), "nothing was invented");
    assertTrue(restored.fsck().clean());
    for (Receipt receipt : before) {
      Receipt there = restored.receipt(receipt.id()).orElseThrow();
      assertEquals(receipt.index(), there.index());
      assertEquals(receipt.leaf(), there.leaf());
      assertInstanceOf(
          ReceiptVerdict.Verified.class, ReceiptVerifier.verify(there, restored.verifierKey()));
    }
  }

  private static void erasures(TestHub restored, String commitment) {
    Ledger ledger = restored.get(Ledger.class);
    Subjects subjects = restored.get(Subjects.class);
    Erasures erasures = restored.get(Erasures.class);
    assertTrue(ledger.newest(EntryType.ERASURE, null, null, 1).isEmpty());
    assertEquals(commitment, subjects.find(PERSON).orElseThrow());
    assertEquals(1, erasures.replay());
    assertFalse(subjects.known(PERSON));
    assertEquals(1, ledger.newest(EntryType.ERASURE, null, null, 2).size());
    assertTrue(ledger.fsck().clean());
  }
}
