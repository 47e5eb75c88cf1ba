package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hubs that witness each other, each with a database of its own. */
abstract class WitnessesContract {
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final String DEPARTMENT =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: neighbours, title: {zh: 邻区, en: Neighbours}}
      spec: {}
      ---
      """;

  private static final String SOURCE =
      """
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: %1$s, title: {zh: 见证, en: Witness}}
      spec: {department: neighbours, http: {url: "%2$s", privateNetwork: true}}
      ---
      """;

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** JDBC URL of a new, empty database. */
  abstract String database();

  /** JDBC URL of a copy of a database that no hub is on. */
  abstract String copy(String url);

  private TestHub hub(String name, String url) {
    TestHub.origin(name + ".test/ledger");
    TestHub hub = TestHub.start(url, folder.resolve(name));
    open.add(hub);
    return hub;
  }

  private WitnessServer server(TestHub hub) {
    WitnessServer server = new WitnessServer();
    server.serve(hub);
    open.add(server);
    return server;
  }

  private void close(TestHub hub) {
    open.remove(hub);
    hub.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static void witnesses(TestHub log, TestHub witness) {
    witnesses(log, witness, log.get(Ledger.class).verifierKey());
  }

  private static void witnesses(TestHub log, TestHub witness, String... keys) {
    witness.apply(
        """
        apiVersion: tongban.io/v1
        kind: WitnessedLog
        metadata: {name: %s, title: {zh: 账本, en: Log}}
        spec: {origin: "%s", keys: [%s]}
        """
            .formatted(
                log.settings().origin().substring(0, 1),
                log.settings().origin(),
                '"' + String.join("\", \"", keys) + '"'));
  }

  private static String party(int number, TestHub witness) {
    return "w" + number + ": {source: w" + number + ", key: \"" + key(witness) + "\"}";
  }

  private static String key(TestHub witness) {
    return witness.get(Witness.class).verifierKey();
  }

  private static void policy(TestHub log, int quorum, List<TestHub> hubs, List<WitnessServer> at) {
    StringBuilder yaml = new StringBuilder(DEPARTMENT);
    List<String> parties = new ArrayList<>();
    for (int i = 0; i < hubs.size(); i++) {
      yaml.append(SOURCE.formatted("w" + i, at.get(i).url()));
      parties.add(party(i, hubs.get(i)));
    }
    yaml.append(
        """
        apiVersion: tongban.io/v1
        kind: WitnessPolicy
        metadata: {name: witnesses, title: {zh: 见证, en: Witnesses}}
        spec: {quorum: %d, witnesses: {%s}}
        """
            .formatted(quorum, String.join(", ", parties)));
    log.apply(yaml.toString());
  }

  private static void submit(TestHub log) {
    log.get(Witnesses.class).submit().join();
  }

  private static Checkpoint published(TestHub log) {
    return Checkpoint.parse(SignedNote.parse(log.get(Witnesses.class).published()).text());
  }

  private static Quorum quorum(int needed, TestHub... witnesses) {
    return new Quorum(
        List.of(witnesses).stream().map(w -> VerifierKey.parseWitness(key(w))).toList(), needed);
  }

  @Test
  void twoHubsWitnessEachOther() {
    TestHub a = hub("a", database());
    TestHub b = hub("b", database());
    witnesses(a, b);
    witnesses(b, a);
    policy(a, 1, List.of(b), List.of(server(b)));
    policy(b, 1, List.of(a), List.of(server(a)));
    for (TestHub each : List.of(a, b)) {
      TestHub other = each == a ? b : a;
      Receipt first = Entries.fill(each, 3).get(0);
      submit(each);
      Entries.fill(each, 300);
      submit(each);
      assertThat(published(each).size()).isEqualTo(303);
      SignedNote note = SignedNote.parse(each.get(Witnesses.class).published());
      assertThat(quorum(1, other).of(note)).isEqualTo(Quorum.Standing.REACHED);
      Entries.fill(each, 2);
      // the newest two wait for their witnesses
      assertThat(published(each).size()).isEqualTo(303);
      Ledger ledger = each.get(Ledger.class);
      Receipt fetched = ledger.receipt(first.id()).orElseThrow();
      assertThat(fetched.proof()).endsWith(note.format());
      String key = ledger.verifierKey();
      assertThat(ReceiptVerifier.verify(fetched, key, null, quorum(1, other)).holds()).isTrue();
      assertThat(ReceiptVerifier.verify(first, key, null, quorum(1, other)))
          .extracting(verdict -> ((ReceiptVerdict.Rejected) verdict).reason())
          .isEqualTo(ReceiptVerdict.Reason.NOT_WITNESSED);
      assertThat(ReceiptVerifier.verify(fetched, key, null, quorum(1, each)))
          .extracting(verdict -> ((ReceiptVerdict.Rejected) verdict).reason())
          .isEqualTo(ReceiptVerdict.Reason.NOT_WITNESSED);
      assertThat(each.get(Alarms.class).newest()).isEmpty();
    }
  }

  @Test
  void oneOfTwoIsNotEnoughWhereTwoAreAskedFor() {
    TestHub log = hub("a", database());
    TestHub near = hub("b", database());
    TestHub far = hub("c", database());
    witnesses(log, near);
    witnesses(log, far);
    WitnessServer away = server(null);
    policy(log, 2, List.of(near, far), List.of(server(near), away));
    Entries.fill(log, 4);
    submit(log);
    assertThat(log.get(Witnesses.class).published()).isEqualTo(log.get(Ledger.class).checkpoint());
    assertThat(log.get(Witnesses.class).states())
        .containsExactlyInAnyOrder(
            new Witnesses.State("w0", 4, java.util.Optional.empty()),
            new Witnesses.State("w1", 0, java.util.Optional.of("source-unreachable")));
    int asked = away.asked();
    submit(log);
    assertThat(away.asked()).as("not before the pause is over").isEqualTo(asked);
    away.serve(far);
    log.clock().advance(LONG);
    Entries.fill(log, 1);
    submit(log);
    assertThat(published(log).size()).isEqualTo(5);
    SignedNote note = SignedNote.parse(log.get(Witnesses.class).published());
    assertThat(quorum(2, near, far).of(note)).isEqualTo(Quorum.Standing.REACHED);
  }

  @Test
  void whoWaitsForWitnessesGetsTheReceiptUnderTheirCheckpoint() {
    TestHub log = hub("a", database());
    TestHub witness = hub("b", database());
    witnesses(log, witness);
    WitnessServer server = server(witness);
    policy(log, 1, List.of(witness), List.of(server));
    LedgerEntry entry = Entries.access(log);
    Receipt plain = log.get(Ledger.class).append(entry);
    Receipt waited = log.get(Witnesses.class).await(plain);
    assertThat(
            ReceiptVerifier.verify(
                    waited,
                    log.get(Ledger.class).verifierKey(),
                    entry.manifest(),
                    quorum(1, witness))
                .holds())
        .isTrue();
    server.serve(null);
    Receipt late = log.get(Ledger.class).append(Entries.access(log));
    assertThatThrownBy(() -> log.get(Witnesses.class).await(late))
        .hasMessageContaining("witnesses-not-reached");
  }

  @Test
  void anOldBackupSignsNothing() {
    TestHub witness = hub("b", database());
    WitnessServer server = server(witness);
    String url = database();
    TestHub log = hub("a", url);
    witnesses(log, witness);
    policy(log, 1, List.of(witness), List.of(server));
    Entries.fill(log, 5);
    submit(log);
    close(log);
    String backup = copy(url);
    log = hub("a", url);
    Entries.fill(log, 2);
    // over the lease of the node that was stopped
    log.clock().advance(LONG);
    submit(log);
    assertThat(published(log).size()).isEqualTo(7);
    close(log);

    TestHub restored = hub("a", backup);
    assertThatThrownBy(() -> restored.get(Ledger.class).append(Entries.access(restored)))
        .hasMessageContaining("ledger-rolled-back")
        .hasMessageContaining("cosigned size 7, the log has 5");
    assertThat(restored.get(Ledger.class).size()).isEqualTo(5);
    assertThat(restored.get(Alarms.class).newest())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.kind()).isEqualTo(Alarms.Kind.ROLLED_BACK);
              assertThat(alarm.witness()).isEqualTo("w0");
              assertThat(alarm.size()).isEqualTo(7);
            });
    // what it cosigned itself is as old
    assertThatThrownBy(() -> restored.get(Witness.class).add(new byte[0]))
        .hasMessageContaining("ledger-rolled-back");
    close(restored);

    TestHub newer = hub("a", url);
    assertThat(newer.get(Ledger.class).append(Entries.access(newer)).index()).isEqualTo(7);
  }

  @Test
  void aWitnessThatCannotBeReachedAtTheStartStopsNothing() {
    TestHub witness = hub("b", database());
    WitnessServer server = server(witness);
    String url = database();
    TestHub log = hub("a", url);
    policy(log, 1, List.of(witness), List.of(server));
    close(log);
    server.serve(null);
    TestHub again = hub("a", url);
    assertThat(again.get(Ledger.class).append(Entries.access(again)).index()).isZero();
    assertThat(again.get(Alarms.class).newest()).isEmpty();
  }

  @Test
  void aSecondHistoryIsSeenOnBothSidesAndEndsTheLog() {
    TestHub witness = hub("b", database());
    WitnessServer server = server(witness);
    String url = database();
    TestHub log = hub("a", url);
    Entries.fill(log, 5);
    close(log);
    String fork = copy(url);
    log = hub("a", url);
    witnesses(log, witness);
    policy(log, 1, List.of(witness), List.of(server));
    Entries.fill(log, 3);
    submit(log);
    assertThat(published(log).size()).isEqualTo(8);
    close(log);

    // the copy knows of no witness yet, so nothing holds it back
    TestHub second = hub("a", fork);
    Entries.fill(second, 3);
    policy(second, 1, List.of(witness), List.of(server));
    submit(second);
    assertThatThrownBy(() -> second.get(Ledger.class).append(Entries.access(second)))
        .hasMessageContaining("ledger-rolled-back");
    assertThat(second.get(Alarms.class).counts()).containsEntry(Alarms.Kind.CONTRADICTED, 1L);
    assertThat(witness.get(Alarms.class).newest())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.kind()).isEqualTo(Alarms.Kind.EQUIVOCATION);
              assertThat(alarm.origin()).isEqualTo("a.test/ledger");
              assertThat(alarm.size()).isEqualTo(8);
              VerifierKey key = VerifierKey.parse(second.get(Ledger.class).verifierKey());
              assertThat(alarm.evidence())
                  .hasSize(2)
                  .allMatch(
                      note -> SignedNote.parse(note).standing(key) == SignedNote.Standing.SIGNED);
            });
    second.clock().advance(LONG);
    submit(second);
    assertThat(second.get(Alarms.class).newest()).as("one thing, one alarm").hasSize(1);
  }

  @Test
  void ofTwoNodesOneAsksTheWitnesses() {
    String url = database();
    TestHub log = hub("a", url);
    TestHub node = hub("a", url);
    TestHub witness = hub("b", database());
    WitnessServer server = server(witness);
    witnesses(log, witness);
    policy(log, 1, List.of(witness), List.of(server));
    node.get(io.tongban.hub.Definitions.class).refresh();
    Entries.fill(log, 1);
    submit(log);
    Entries.fill(node, 1);
    int asked = server.asked();
    submit(node);
    assertThat(server.asked()).isEqualTo(asked);
    submit(log);
    assertThat(published(node).size()).isEqualTo(2);
  }

  @Test
  void aWitnessGoesOnWhileTheLogChangesItsKey() {
    TestHub log = hub("a", database());
    TestHub witness = hub("b", database());
    WitnessServer server = server(witness);
    Ledger ledger = log.get(Ledger.class);
    String old = ledger.verifierKey();
    witnesses(log, witness);
    policy(log, 1, List.of(witness), List.of(server));
    List<Receipt> receipts = new ArrayList<>(Entries.fill(log, 2));
    cosigned(log, 2);
    LogKeyRotation rotation = log.get(LogKeyRotation.class);
    String young = rotation.rotate("operator", "yearly change", true).key();
    // the witness knows the old key only, and both sign
    receipts.addAll(Entries.fill(log, 1));
    cosigned(log, 4);
    witnesses(log, witness, old, young);
    receipts.addAll(Entries.fill(log, 1));
    cosigned(log, 5);
    rotation.endOverlap("operator", "all have the new key");
    receipts.addAll(Entries.fill(log, 1));
    cosigned(log, 7);
    witnesses(log, witness, young);
    receipts.addAll(Entries.fill(log, 1));
    cosigned(log, 8);
    for (Receipt receipt : receipts) {
      Receipt fetched = ledger.receipt(receipt.id()).orElseThrow();
      assertThat(ReceiptVerifier.verify(fetched, ledger.keys(), null, quorum(1, witness)).holds())
          .isTrue();
      assertThat(ReceiptVerifier.verify(receipt, ledger.keys()).holds()).isTrue();
    }
    assertThat(witness.get(Alarms.class).newest()).isEmpty();
    assertThat(log.get(Alarms.class).newest()).isEmpty();
  }

  private static void cosigned(TestHub log, long size) {
    submit(log);
    assertThat(published(log).size()).isEqualTo(size);
  }

  @Test
  void aWitnessThatWasNotToldOfTheNewKeyHoldsUpNothingAndGoesOnWhenItIs() {
    TestHub log = hub("a", database());
    TestHub witness = hub("b", database());
    WitnessServer server = server(witness);
    witnesses(log, witness);
    policy(log, 1, List.of(witness), List.of(server));
    Entries.fill(log, 2);
    cosigned(log, 2);
    String young = log.get(LogKeyRotation.class).rotate("operator", "stolen", false).key();
    Entries.fill(log, 1);
    cosigned(log, 2);
    assertThat(log.get(Witnesses.class).states().get(0).error()).contains("status-403");
    witnesses(log, witness, young);
    log.clock().advance(LONG);
    cosigned(log, 4);
    assertThat(witness.get(Alarms.class).newest()).isEmpty();
  }
}
