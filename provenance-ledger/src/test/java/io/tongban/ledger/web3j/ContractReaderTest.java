package io.tongban.ledger.web3j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.hub.Leases;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Anchor;
import io.tongban.ledger.AnchorPlace;
import io.tongban.ledger.AnchorVerdict;
import io.tongban.ledger.AnchorVerdict.Result;
import io.tongban.ledger.AnchorVerifier;
import io.tongban.ledger.Anchors;
import io.tongban.ledger.ChainFinality;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.SignedNote;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What somebody finds on the chain who has no hub. */
class ContractReaderTest {
  private static final AnchorVerifier VERIFIER = AnchorVerifier.load();

  private static Checkpoint grow(TestHub hub) {
    Ledger ledger = hub.get(Ledger.class);
    ledger.append(
        new LedgerEntry(
            hub.get(Ids.class).next(),
            EntryType.LOAD,
            hub.clock().instant(),
            "hub",
            CanonicalJson.mapper().createObjectNode(),
            List.of()));
    return Checkpoint.parse(SignedNote.parse(ledger.checkpoint()).text());
  }

  private static Anchors anchors(TestHub hub, Anvil anvil) {
    return new ChainAnchors(
        hub.get(Ledger.class),
        hub.get(Database.class),
        hub.get(Leases.class),
        hub.settings(),
        () -> Optional.of(anvil.settings(0)),
        hub.get(Ids.class),
        hub.clock());
  }

  private static AnchorPlace place(Anvil anvil, String contract, int confirmations) {
    return new AnchorPlace(anvil.url(), 31337, contract, new ChainFinality.Depth(confirmations), 0);
  }

  private static void finds(Checkpoint head, AnchorPlace place, Result result) {
    AnchorVerdict verdict = VERIFIER.verify(head, place);
    assertThat(verdict.result()).as(verdict.message()).isEqualTo(result);
    assertThat(verdict.holds()).isEqualTo(result == Result.HOLDS);
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    try (TestHub hub = TestHub.onH2();
        Anvil anvil = Anvil.start(Anvil.freePort())) {
      Anchors anchors = anchors(hub, anvil);
      Checkpoint first = grow(hub);
      Anchor anchor = anchors.anchorNow();
      Checkpoint second = grow(hub);
      Checkpoint third = grow(hub);
      AnchorPlace place = place(anvil, anchor.contract(), 0);
      finds(first, place, Result.HOLDS);
      finds(third, place, Result.SIZE_BEHIND);
      anchors.anchorNow();
      finds(first, place, Result.HOLDS);
      finds(third, place, Result.HOLDS);
      finds(second, place, Result.NOT_ANCHORED);
      finds(Checkpoint.of("elsewhere/log", 1, first.rootBytes()), place, Result.NOT_ANCHORED);
      finds(Checkpoint.of(first.origin(), 1, second.rootBytes()), place, Result.OTHER_ROOT);
      finds(third, place(anvil, anchor.contract(), 5), Result.NOT_FINAL);
      finds(third, place(anvil, "0x" + "33".repeat(20), 0), Result.WRONG_CODE);
      AnchorPlace elsewhere =
          new AnchorPlace(anvil.url(), 1, anchor.contract(), place.finality(), 0);
      finds(third, elsewhere, Result.WRONG_CHAIN);
      // somebody replaces the contract by one that says yes to everything
      anvil.call("anvil_setCode", anchor.contract(), "0x600160005260206000f3");
      finds(third, place, Result.WRONG_CODE);
    }
  }

  @Test
  void aNodeThatIsAwayIsNoVerdict() throws IOException {
    AnchorPlace away =
        new AnchorPlace(
            Anvil.url(Anvil.freePort()),
            31337,
            "0x" + "33".repeat(20),
            new ChainFinality.Depth(0),
            0);
    Checkpoint head = Checkpoint.of("hub.test/ledger", 1, new byte[32]);
    assertThatThrownBy(() -> VERIFIER.verify(head, away)).hasMessageContaining("chain-unreachable");
  }
}
