package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.test.TestHub;
import io.tongban.ledger.KeptReceipts.Contradiction;
import io.tongban.ledger.KeptReceipts.Kept;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was kept of a log is held against it; what contradicts it first is named. */
class KeptReceiptsTest {
  @TempDir private Path folder;
  private TestHub hub;
  private Ledger ledger;

  @BeforeEach
  void start() {
    hub = hub("a");
    ledger = hub.get(Ledger.class);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** Hubs with one folder sign with one key. */
  private TestHub hub(String database) {
    return TestHub.start(
        "jdbc:h2:mem:kept-" + folder.getFileName() + database + ";DB_CLOSE_DELAY=-1", folder);
  }

  private static Kept checkpoint(String name, String note) {
    return new Kept(name, note.getBytes(StandardCharsets.UTF_8));
  }

  private List<Kept> kept(int count) {
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kept.add(Kept.of(ledger.append(Entries.access(hub))));
    }
    return kept;
  }

  @Test
  void whatTheLogGaveHoldsAlsoAfterItChangedItsKey() throws Exception {
    List<Kept> kept = new ArrayList<>();
    kept.add(checkpoint("empty", ledger.checkpoint()));
    kept.addAll(kept(3));
    kept.add(checkpoint("three", ledger.checkpoint()));
    hub.get(LogKeyRotation.class).rotate("operator", "yearly change", false);
    kept.addAll(kept(3));
    kept.add(checkpoint("seven", ledger.checkpoint()));
    assertThat(KeptReceipts.compare(KeptReceipts.of(ledger), ledger.keys(), kept)).isEmpty();
  }

  @Test
  void aLogThatWasPutBackIsNamedWithTheFirstReceiptItLost() throws Exception {
    List<Kept> kept = kept(3);
    String old = ledger.checkpoint();
    List<Kept> lost = kept(2);
    kept.add(0, lost.get(1));
    kept.add(lost.get(0));
    KeptReceipts.Log before =
        new KeptReceipts.Log() {
          @Override
          public String checkpoint() {
            return old;
          }

          @Override
          public List<byte[]> consistencyProof(long oldSize, long newSize) {
            return ledger.consistencyProof(oldSize, newSize);
          }
        };
    assertThat(KeptReceipts.compare(before, ledger.keys(), kept))
        .hasValueSatisfying(
            found -> {
              assertThat(found.name()).isEqualTo(lost.get(0).name());
              assertThat(found.firstBad()).isEqualTo(3);
              assertThat(found.message()).contains("put back");
            });
  }

  @Test
  void aSecondLogOfTheSameNameAndKeyIsNamedWithTheFirstReceiptItDoesNotKnow() throws Exception {
    List<Kept> kept = kept(4);
    try (TestHub second = hub("b")) {
      Entries.fill(second, 6);
      Ledger other = second.get(Ledger.class);
      Contradiction found =
          KeptReceipts.compare(KeptReceipts.of(other), other.keys(), kept).orElseThrow();
      assertThat(found.name()).isEqualTo(kept.get(0).name());
      assertThat(found.firstBad()).isZero();
      assertThat(found.message()).contains("two logs");
    }
  }

  @Test
  void whatTellsNothingOfTheLogIsSaid() {
    List<Kept> kept = kept(1);
    String note = ledger.checkpoint();
    unproved(new Kept("f", "{}".getBytes(StandardCharsets.UTF_8)), "MALFORMED_RECEIPT");
    unproved(checkpoint("f", "hello"), "MALFORMED_RECEIPT");
    unproved(checkpoint("f", note.replaceFirst("\n1\n", "\n2\n")), "BAD_SIGNATURE");
    unproved(checkpoint("f", note.replace("hub.test", "hub.toast")), "WRONG_KEY");
    String receipt = new String(kept.get(0).content(), StandardCharsets.UTF_8);
    unproved(checkpoint("f", receipt.replace("\"index\":0", "\"index\":1")), "WRONG_ENTRY");
  }

  private void unproved(Kept kept, String reason) {
    assertThatThrownBy(
            () -> KeptReceipts.compare(KeptReceipts.of(ledger), ledger.keys(), List.of(kept)))
        .isInstanceOfSatisfying(
            KeptCheckpoint.UnprovedException.class,
            e -> {
              assertThat(e.reason().name()).isEqualTo(reason);
              assertThat(e.getMessage()).startsWith("f: ");
            });
  }
}
