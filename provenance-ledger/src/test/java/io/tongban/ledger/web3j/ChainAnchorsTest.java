package io.tongban.ledger.web3j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Anchor;
import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.Anchors;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Anchoring on a real chain node. */
class ChainAnchorsTest {
  private TestHub hub;
  private Ledger ledger;

  @BeforeEach
  void start() {
    hub = TestHub.onH2();
    ledger = hub.get(Ledger.class);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void grow() {
    ledger.append(
        new LedgerEntry(
            hub.get(Ids.class).next(),
            EntryType.LOAD,
            hub.clock().instant(),
            "hub",
            CanonicalJson.mapper().createObjectNode(),
            List.of()));
  }

  private Anchors anchors(AnchorSettings settings) {
    return new ChainAnchors(
        ledger,
        hub.get(Database.class),
        hub.settings(),
        () -> Optional.ofNullable(settings),
        hub.get(Ids.class),
        hub.clock());
  }

  @Test
  void withoutAChainThereIsNothingToAnchorOn() {
    Anchors none = hub.get(Anchors.class);
    assertThat(none.configured()).isFalse();
    assertThat(none.newest()).isEmpty();
    assertThatThrownBy(none::anchorNow).hasMessageContaining("chain-absent");
  }

  @Test
  void anchorsGrowAndVerifyAgainstChainAndLedger() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      Anchors anchors = anchors(anvil.settings(0));
      assertThatThrownBy(anchors::anchorNow).hasMessageContaining("anchor-empty");
      grow();
      Anchor first = anchors.anchorNow();
      assertThat(first.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(first.size()).isEqualTo(1);
      assertThat(anchors.anchorNow()).isEqualTo(first);
      grow();
      grow();
      Anchor second = anchors.anchorNow();
      assertThat(second.size()).isEqualTo(3);
      assertThat(second.contract()).isEqualTo(first.contract());
      assertThat(anchors.newest()).containsExactly(second, first);
      assertThat(anchors.verify(first).holds()).isTrue();
      assertThat(anchors.verify(second).holds()).isTrue();
      assertThat(ledger.fsck().clean()).isTrue();
      assertThat(anchors.onChain()).contains(new Checkpoint("hub.test/ledger", 3, second.root()));
      assertThat(anchors.verify(changed(second, 3)).result())
          .isEqualTo(Anchors.Result.OTHER_ON_CHAIN);
      hub.get(Database.class)
          .jdbi()
          .useHandle(h -> h.execute("UPDATE ledger.tree_head SET tree_size = 2"));
      assertThat(anchors.verify(second).result()).isEqualTo(Anchors.Result.LEDGER_SHORTER);
    }
  }

  /** What the composition root makes where a chain is configured. */
  @ApplicationScoped
  static class Configured {
    private static AnchorSettings settings;

    @Produces
    @Dependent
    AnchorSettings settings() {
      return settings;
    }
  }

  private static void appendWith(AnchorSettings settings) {
    Configured.settings = settings;
    TestHub.beans(Configured.class);
    try (TestHub other = TestHub.onH2()) {
      other
          .get(Ledger.class)
          .append(
              new LedgerEntry(
                  other.get(Ids.class).next(),
                  EntryType.LOAD,
                  other.clock().instant(),
                  "hub",
                  CanonicalJson.mapper().createObjectNode(),
                  List.of()));
    }
  }

  @Test
  void aLogThatIsBehindItsAnchorSignsNothing() throws IOException {
    AnchorSettings settings;
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      grow();
      Anchor anchor = anchors(anvil.settings(0)).anchorNow();
      AnchorSettings plain = anvil.settings(0);
      settings =
          new AnchorSettings(
              plain.rpcUrl(), plain.chainId(), plain.privateKeyHex(), anchor.contract(), 0);
      // an empty database under the same name
      assertThatThrownBy(() -> appendWith(settings))
          .hasMessageContaining("ledger-rolled-back")
          .hasMessageContaining("size 2 is anchored on the chain, the log has 0");
    }
    // a chain that cannot be reached holds nothing back
    appendWith(settings);
  }

  private static Anchor changed(Anchor anchor, long size) {
    byte[] root = Base64.getDecoder().decode(anchor.root());
    root[0] ^= 1;
    return new Anchor(
        anchor.id(),
        anchor.origin(),
        size,
        Base64.getEncoder().encodeToString(root),
        anchor.chainId(),
        anchor.contract(),
        anchor.transactionHash(),
        anchor.state(),
        anchor.block(),
        anchor.blockHash(),
        anchor.made());
  }

  @Test
  void anAnchorIsFinalOnlyUnderItsConfirmations() throws Exception {
    try (Anvil anvil = Anvil.start(Anvil.freePort(), "--block-time", "1")) {
      grow();
      Anchors anchors = anchors(anvil.settings(2));
      Anchor anchor = anchors.anchorNow();
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchors.verify(anchor).holds()).isTrue();
      assertThat(anchors(anvil.settings(1_000)).verify(anchor).result())
          .isEqualTo(Anchors.Result.NOT_ON_CHAIN);
    }
  }

  @Test
  void whatALostNodeForgotIsSentAgainWithTheSameBytes() throws Exception {
    int port = Anvil.freePort();
    String raw;
    try (Anvil anvil = Anvil.start(port)) {
      grow();
      anchors(anvil.settings(0)).anchorNow();
      grow();
      anvil.call("evm_snapshot", "[]");
      Anchor anchor = anchors(anvil.settings(0)).anchorNow();
      // the chain goes back to before the anchor, as in a reorganisation
      anvil.call("evm_revert", "[\"0x0\"]");
      assertThat(anchors(anvil.settings(0)).verify(anchor).result())
          .isEqualTo(Anchors.Result.NOT_ON_CHAIN);
      raw = raw(anchor);
      hub.get(Database.class)
          .jdbi()
          .useHandle(
              h ->
                  h.execute("UPDATE ledger.anchor SET state = 'SIGNED' WHERE id = ?", anchor.id()));
      Anchor again = anchors(anvil.settings(0)).anchorNow();
      assertThat(again.id()).isEqualTo(anchor.id());
      assertThat(again.transactionHash()).isEqualTo(anchor.transactionHash());
      assertThat(again.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(raw(again)).isEqualTo(raw);
      assertThat(anchors(anvil.settings(0)).verify(again).holds()).isTrue();
    }
    AnchorSettings away =
        new AnchorSettings(
            java.net.URI.create("http://127.0.0.1:" + port), 31337, "11".repeat(32), null, 0);
    assertThatThrownBy(() -> anchors(away).anchorNow()).hasMessageContaining("chain-unreachable");
  }

  private String raw(Anchor anchor) {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT raw FROM ledger.anchor WHERE id = :id")
                    .bind("id", anchor.id())
                    .mapTo(String.class)
                    .one());
  }

  @Test
  void anotherChainIsRefused() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      AnchorSettings right = anvil.settings(0);
      AnchorSettings wrong = new AnchorSettings(right.rpcUrl(), 1, right.privateKeyHex(), null, 0);
      assertThat(right.toString()).doesNotContain(right.privateKeyHex());
      assertThatThrownBy(() -> anchors(wrong).anchorNow()).hasMessageContaining("chain-refused");
    }
  }
}
