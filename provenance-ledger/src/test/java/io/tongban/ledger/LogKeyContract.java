package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.ReceiptVerdict.Reason;
import io.tongban.ledger.ReceiptVerdict.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log changes the key it is signed with, and what it signed before verifies for ever. */
abstract class LogKeyContract {
  private static final String OPERATOR = "operator-1";
  private static final String WHY = "yearly change";

  @TempDir private Path folder;
  private TestHub hub;
  private Ledger ledger;
  private String first;

  /** JDBC URL of this test's database. */
  abstract String url();

  @BeforeEach
  void start() {
    hub = TestHub.start(url(), folder.resolve("a"));
    ledger = hub.get(Ledger.class);
    first = ledger.verifierKey();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static LogKeyRotation.Change rotate(TestHub node, boolean overlap) {
    return node.get(LogKeyRotation.class).rotate(OPERATOR, WHY, overlap);
  }

  private void holds(String keys, Receipt... receipts) {
    assertThat(receipts)
        .allSatisfy(
            receipt ->
                assertThat(ReceiptVerifier.verify(receipt, keys))
                    .isInstanceOf(ReceiptVerdict.Verified.class));
  }

  private void rejected(Reason reason, String keys, Receipt receipt) {
    assertThat(ReceiptVerifier.verify(receipt, keys))
        .extracting(verdict -> ((Rejected) verdict).reason())
        .isEqualTo(reason);
  }

  private void clean() {
    Ledger.Fsck found = ledger.fsck();
    assertThat(found.clean()).as(found.message()).isTrue();
  }

  @Test
  void oldReceiptsVerifyForEver() {
    assertThat(ledger.keys()).isEqualTo(first + "\n");
    Receipt old = Entries.fill(hub, 3).get(2);
    LogKeyRotation.Change change = rotate(hub, false);
    Receipt young = Entries.fill(hub, 3).get(2);
    assertThat(change.key()).isEqualTo(ledger.verifierKey()).isNotEqualTo(first);
    assertThat(change.receipt().index()).isEqualTo(3);
    String keys = ledger.keys();
    holds(keys, old, change.receipt(), young);
    holds(first, old);
    holds(change.key(), change.receipt(), young);
    rejected(Reason.WRONG_KEY, first, young);
    // the newest key alone says nothing of the time before it: its statement does, and is in keys
    rejected(Reason.WRONG_KEY, change.key(), old);
    holds(LedgerKeys.parse(keys).trusting(VerifierKey.parse(change.key())).format(), old);
    holds(LedgerKeys.parse(keys).trusting(VerifierKey.parse(first)).format(), young);
    assertThat(SignedNote.parse(ledger.checkpoint()).signatures()).hasSize(1);
    holds(keys, ledger.receipt(old.id()).orElseThrow());
    clean();
  }

  @Test
  void aChangeIsAnEntryAndAStatementOfTheTreeItWasMadeAt() {
    Entries.fill(hub, 5);
    byte[] root = ledger.root(5);
    LogKeyRotation.Change change = rotate(hub, true);
    Ledger.Recorded entry = ledger.newest(EntryType.LOG_KEY, OPERATOR, null, 2).get(0);
    assertThat(entry.index()).isEqualTo(5);
    assertThat(entry.manifest().path("what").asText()).isEqualTo("STARTED");
    assertThat(entry.manifest().path("reason").asText()).isEqualTo(WHY);
    assertThat(entry.manifest().path("overlap").asBoolean()).isTrue();
    KeyStatement statement = LedgerKeys.parse(ledger.keys()).statements().get(0);
    assertThat(statement.size()).isEqualTo(5);
    assertThat(Checkpoint.of("x", 5, root).root()).isEqualTo(statement.root());
    assertThat(statement.from().toString()).isEqualTo(first);
    assertThat(statement.to().toString()).isEqualTo(change.key());
    assertThat(entry.manifest().path("statement").asText()).startsWith(statement.text());
  }

  @Test
  void bothKeysSignUntilTheOverlapEnds() {
    Receipt old = Entries.fill(hub, 2).get(0);
    String second = rotate(hub, true).key();
    Receipt between = Entries.fill(hub, 2).get(1);
    holds(first, old, between);
    holds(second, between);
    holds(ledger.keys(), old, between);
    assertThat(
            SignedNote.parse(hub.get(LedgerDisclosure.class).statement("x", new byte[32]))
                .signatures())
        .hasSize(2);
    clean();
    LogKeyRotation.Change end = hub.get(LogKeyRotation.class).endOverlap(OPERATOR, WHY);
    assertThat(end.key()).isEqualTo(second);
    Receipt young = Entries.fill(hub, 2).get(0);
    rejected(Reason.WRONG_KEY, first, young);
    holds(second, young);
    holds(ledger.keys(), old, between, end.receipt(), young);
    clean();
    assertThatThrownBy(() -> hub.get(LogKeyRotation.class).endOverlap(OPERATOR, WHY))
        .hasMessageContaining("ledger-key-unchanged");
  }

  @Test
  void aReceiptThatAStolenOldKeySignsAfterItsTimeIsRefused() {
    Entries.fill(hub, 2);
    byte[] seed = hub.get(HubKeys.class).storedEd25519Seed("ledger").orElseThrow();
    rotate(hub, false);
    Receipt young = Entries.fill(hub, 1).get(0);
    TlogProof proof = TlogProof.parse(young.proof());
    String forged =
        new io.tongban.ledger.note.NoteSigner(hub.settings().origin(), seed)
            .sign(proof.note().text())
            .format();
    Receipt stolen =
        new Receipt(
            young.id(),
            young.index(),
            young.leaf(),
            young.nonce(),
            TlogProof.format(young.index(), proof.path(), forged));
    rejected(Reason.KEY_NOT_IN_FORCE, ledger.keys(), stolen);
    String broken = ledger.keys().replace("size 2\n", "size 9\n");
    rejected(Reason.BROKEN_KEY_CHAIN, broken, stolen);
  }

  @Test
  void aNodeThatIsStartedAnewGoesOnWithTheNewKey() {
    Receipt old = Entries.fill(hub, 2).get(0);
    rotate(hub, true);
    rotate(hub, false);
    String keys = ledger.keys();
    assertThat(LedgerKeys.parse(keys).all()).hasSize(3);
    try (TestHub next = TestHub.start(url(), folder.resolve("a"))) {
      Ledger again = next.get(Ledger.class);
      Receipt young = again.append(Entries.access(next));
      assertThat(again.keys()).isEqualTo(keys);
      holds(keys, old, young);
    }
    clean();
  }

  @Test
  void theOtherNodeTakesTheNewKeyOver() {
    try (TestHub other = TestHub.start(url(), folder.resolve("a"))) {
      other.get(Ledger.class).append(Entries.access(other));
      String second = rotate(hub, false).key();
      Receipt receipt = other.get(Ledger.class).append(Entries.access(other));
      assertThat(other.get(Ledger.class).verifierKey()).isEqualTo(second);
      holds(second, receipt);
      String third = rotate(other, false).key();
      holds(third, ledger.append(Entries.access(hub)));
      clean();
    }
  }

  @Test
  void aNodeWithoutTheNewKeyRefusesInWordsAndTheOtherGoesOn() throws IOException {
    Path apart = folder.resolve("b");
    copyKeys(folder.resolve("a"), apart);
    try (TestHub other = TestHub.start(url(), apart)) {
      Ledger without = other.get(Ledger.class);
      without.append(Entries.access(other));
      String second = rotate(hub, true).key();
      assertThatThrownBy(() -> without.append(Entries.access(other)))
          .hasMessageContaining("ledger-key-missing")
          .hasMessageContaining("keys/ledger-2.ed25519")
          .hasMessageContaining(second);
      assertThat(without.verifierKey()).isEqualTo(second);
      assertThat(ledger.append(Entries.access(hub)).index()).isEqualTo(2);
      assertThatThrownBy(() -> without.append(Entries.access(other)))
          .hasMessageContaining("ledger-key-missing");
      // another key of that name is not taken for it
      other.get(HubKeys.class).ed25519Seed("ledger-2");
      assertThatThrownBy(() -> without.append(Entries.access(other)))
          .hasMessageContaining("is another key");
      other.get(HubKeys.class).forgetEd25519Seed("ledger-2");
      copyKeys(folder.resolve("a"), apart);
      assertThat(without.append(Entries.access(other)).index()).isEqualTo(3);
      clean();
    }
  }

  private static void copyKeys(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("keys"));
    try (Stream<Path> keys = Files.list(from.resolve("keys"))) {
      for (Path key : keys.toList()) {
        Path copy = to.resolve("keys").resolve(key.getFileName());
        if (Files.notExists(copy)) {
          Files.copy(key, copy);
        }
      }
    }
  }

  @Test
  void theKeyChangesWhileTwoNodesWrite() {
    try (TestHub other = TestHub.start(url(), folder.resolve("a"))) {
      List<CompletableFuture<Receipt>> pending = new ArrayList<>();
      for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 40; i++) {
          TestHub one = i % 2 == 0 ? hub : other;
          pending.add(one.get(Ledger.class).appendAsync(Entries.access(one)).toCompletableFuture());
        }
        rotate(round % 2 == 0 ? other : hub, round < 2);
      }
      List<Receipt> receipts = pending.stream().map(CompletableFuture::join).toList();
      holds(ledger.keys(), receipts.toArray(Receipt[]::new));
      assertThat(receipts.stream().map(Receipt::index).distinct()).hasSize(160);
      assertThat(ledger.size()).isEqualTo(164);
      assertThat(LedgerKeys.parse(ledger.keys()).all()).hasSize(5);
      clean();
    }
  }

  @Test
  void aRetiredKeyIsKeptUntilItIsForgotten() {
    LogKeyRotation rotation = hub.get(LogKeyRotation.class);
    HubKeys files = hub.get(HubKeys.class);
    assertThatThrownBy(() -> rotation.forget(OPERATOR, WHY))
        .hasMessageContaining("ledger-key-unchanged");
    Receipt old = Entries.fill(hub, 1).get(0);
    rotate(hub, true);
    assertThatThrownBy(() -> rotation.forget(OPERATOR, WHY))
        .as("it still signs")
        .hasMessageContaining("ledger-key-unchanged");
    rotation.endOverlap(OPERATOR, WHY);
    assertThat(files.storedEd25519Seed("ledger")).isPresent();
    LogKeyRotation.Change forgotten = rotation.forget(OPERATOR, WHY);
    assertThat(files.storedEd25519Seed("ledger")).isEmpty();
    assertThat(ledger.find(forgotten.receipt().id()).orElseThrow().manifest().path("what").asText())
        .isEqualTo("DESTROYED");
    try (TestHub next = TestHub.start(url(), folder.resolve("a"))) {
      holds(ledger.keys(), old, next.get(Ledger.class).append(Entries.access(next)));
      assertThat(files.storedEd25519Seed("ledger")).as("not made anew").isEmpty();
    }
    clean();
  }

  @Test
  void whatIsLeftOfAChangeThatDidNotComeAboutIsTakenByTheNext() {
    Entries.fill(hub, 1);
    byte[] seed = hub.get(HubKeys.class).ed25519Seed("ledger-2");
    String key =
        new io.tongban.ledger.note.NoteSigner(hub.settings().origin(), seed)
            .verifierKey()
            .toString();
    assertThat(ledger.append(Entries.access(hub)).index()).isEqualTo(1);
    assertThat(ledger.verifierKey()).isEqualTo(first);
    assertThat(rotate(hub, false).key()).isEqualTo(key);
  }

  @Test
  void aChangeThatTheDatabaseDoesNotTakeChangesNothing() {
    Entries.fill(hub, 2);
    var jdbi = hub.get(Database.class).jdbi();
    jdbi.useHandle(h -> h.execute("ALTER TABLE ledger.entry RENAME TO entry_away"));
    assertThatThrownBy(() -> rotate(hub, false)).hasMessageContaining("ledger-unavailable");
    jdbi.useHandle(h -> h.execute("ALTER TABLE ledger.entry_away RENAME TO entry"));
    assertThat(ledger.keys()).isEqualTo(first + "\n");
    holds(first, ledger.append(Entries.access(hub)));
    clean();
  }

  @Test
  void aReasonIsGiven() {
    for (String reason : new String[] {null, " ", "x".repeat(201)}) {
      assertThatThrownBy(() -> hub.get(LogKeyRotation.class).rotate(OPERATOR, reason, true))
          .hasMessageContaining("ledger-entry-invalid");
    }
    assertThat(ledger.size()).isZero();
  }

  private void tamper(String sql, Object... arguments) {
    hub.get(Database.class).jdbi().useHandle(h -> h.execute(sql, arguments));
  }

  private void names(long index) {
    Ledger.Fsck found = ledger.fsck();
    assertThat(found.badIndex()).as(found.message()).isEqualTo(index);
  }

  @Test
  void keysThatAreTakenOutOfTheDatabaseAreMissed() {
    Entries.fill(hub, 3);
    rotate(hub, true);
    Entries.fill(hub, 3);
    tamper("DELETE FROM ledger.log_key");
    names(6);
    try (TestHub next = TestHub.start(url(), folder.resolve("a"))) {
      assertThatThrownBy(() -> next.get(Ledger.class).append(Entries.access(next)))
          .hasMessageContaining("ledger-damaged");
    }
  }

  @Test
  void keysThatDoNotFitTheirEntriesAreNamed() {
    Entries.fill(hub, 3);
    rotate(hub, false);
    Entries.fill(hub, 3);
    String keys = ledger.keys();
    tamper("UPDATE ledger.log_key SET overlap = TRUE");
    names(6);
    tamper("UPDATE ledger.log_key SET overlap = FALSE");
    clean();
    tamper("UPDATE ledger.log_key SET keys = ?", keys.replace("size 3\n", "size 2\n"));
    names(6);
    tamper("UPDATE ledger.log_key SET keys = ?", newest(keys));
    names(3);
    tamper("UPDATE ledger.log_key SET keys = ?", keys);
    clean();
  }

  private static String newest(String keys) {
    return LedgerKeys.parse(keys).newest() + "\n";
  }
}
