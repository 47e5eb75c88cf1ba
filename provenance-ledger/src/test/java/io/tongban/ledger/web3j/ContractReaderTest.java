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
import java.util.OptionalLong;
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

  private static AnchorVerifier.Consistency proofs(Ledger ledger, OptionalLong only) {
    return new AnchorVerifier.Consistency() {
      @Override
      public OptionalLong only() {
        return only;
      }

      @Override
      public List<byte[]> proof(long oldSize, long newSize) {
        return ledger.consistencyProof(oldSize, newSize);
      }
    };
  }

  private static void finds(
      Checkpoint head, AnchorPlace place, AnchorVerifier.Consistency proofs, Result result) {
    AnchorVerdict verdict = VERIFIER.verify(head, place, proofs);
    assertThat(verdict.result()).as(verdict.message()).isEqualTo(result);
  }

  @Test
  void aSizeBetweenTwoAnchorsIsProvedByConsistencyWithTheNext() throws IOException {
    try (TestHub hub = TestHub.onH2();
        Anvil anvil = Anvil.start(Anvil.freePort())) {
      Anchors anchors = anchors(hub, anvil);
      Ledger ledger = hub.get(Ledger.class);
      AnchorVerifier.Consistency hubs = proofs(ledger, OptionalLong.empty());
      Checkpoint first = grow(hub);
      AnchorPlace place = place(anvil, anchors.anchorNow().contract(), 0);
      Checkpoint second = grow(hub);
      finds(second, place, hubs, Result.SIZE_BEHIND);
      Checkpoint third = grow(hub);
      Checkpoint fourth = grow(hub);
      Checkpoint last = grow(hub);
      anchors.anchorNow();
      grow(hub);
      Checkpoint newest = grow(hub);
      anchors.anchorNow();
      finds(first, place, hubs, Result.HOLDS);
      for (Checkpoint between : List.of(second, third, fourth)) {
        finds(between, place, Result.NOT_ANCHORED);
        finds(between, place, hubs, Result.HOLDS);
        assertThat(VERIFIER.verify(between, place, hubs).message())
            .contains("size " + between.size() + " is a beginning", "size " + last.size() + ",");
      }
      // a proof that was kept leads to one size, which is anchored or not
      finds(third, place, proofs(ledger, OptionalLong.of(newest.size())), Result.HOLDS);
      finds(third, place, proofs(ledger, OptionalLong.of(4)), Result.NOT_ANCHORED);
      // a fork between the anchors, and proofs that prove nothing
      Checkpoint forked = Checkpoint.of(third.origin(), third.size(), second.rootBytes());
      finds(forked, place, hubs, Result.INCONSISTENT);
      AnchorVerifier.Consistency nothing =
          new AnchorVerifier.Consistency() {
            @Override
            public OptionalLong only() {
              return OptionalLong.empty();
            }

            @Override
            public List<byte[]> proof(long oldSize, long newSize) {
              return List.of();
            }
          };
      finds(third, place, nothing, Result.INCONSISTENT);
      finds(Checkpoint.of("elsewhere/log", 1, first.rootBytes()), place, hubs, Result.NOT_ANCHORED);
      finds(third, place(anvil, place.contract(), 50), hubs, Result.NOT_FINAL);
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
