package io.tongban.ledger.web3j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.hub.Leases;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Anchor;
import io.tongban.ledger.AnchorFees;
import io.tongban.ledger.AnchorRhythm;
import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.AnchorSigner;
import io.tongban.ledger.Anchors;
import io.tongban.ledger.ChainFinality;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anchoring on a real chain node, whatever happens to node, chain and way. */
abstract class ChainAnchorsContract {
  /** A key that owns nothing on a new chain. */
  private static final String POOR = "59".repeat(32);

  private TestHub hub;
  private Ledger ledger;

  abstract TestHub hub();

  @BeforeEach
  void start() {
    hub = hub();
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
        hub.get(Leases.class),
        hub.settings(),
        () -> Optional.ofNullable(settings),
        hub.get(Ids.class),
        hub.clock());
  }

  private static AnchorSettings with(AnchorSettings from, AnchorFees fees, AnchorRhythm rhythm) {
    return new AnchorSettings(
        from.rpcUrl(),
        from.chainId(),
        from.signer(),
        from.contractAddress(),
        from.finality(),
        fees,
        rhythm);
  }

  private static AnchorSettings as(AnchorSettings from, AnchorSigner signer) {
    return new AnchorSettings(
        from.rpcUrl(),
        from.chainId(),
        signer,
        from.contractAddress(),
        from.finality(),
        from.fees(),
        from.rhythm());
  }

  /** Steps by themselves, an anchor for each entry. */
  private static AnchorSettings stepping(AnchorSettings from, AnchorFees fees) {
    return with(from, fees, new AnchorRhythm(null, 1));
  }

  private List<Map<String, Object>> attempts() {
    return rows(
        "SELECT a.nonce, a.kind, t.raw, t.transaction_hash FROM ledger.anchor a"
            + " JOIN ledger.anchor_attempt t ON t.anchor = a.id ORDER BY a.nonce, t.attempt");
  }

  private List<Map<String, Object>> rows(String sql) {
    return hub.get(Database.class).jdbi().withHandle(h -> h.createQuery(sql).mapToMap().list());
  }

  private static List<Object> column(List<Map<String, Object>> rows, String name) {
    return rows.stream().map(row -> row.get(name)).toList();
  }

  @Test
  void withoutAChainThereIsNothingToAnchorOn() {
    Anchors none = hub.get(Anchors.class);
    assertThat(none.configured()).isFalse();
    assertThat(none.newest()).isEmpty();
    assertThat(none.anchorIfDue()).isEmpty();
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
      assertThat(anchors.verify(changed(second, 3)).result())
          .isEqualTo(Anchors.Result.OTHER_ON_CHAIN);
      hub.get(Database.class)
          .jdbi()
          .useHandle(h -> h.execute("UPDATE ledger.tree_head SET tree_size = 2"));
      assertThat(anchors.verify(second).result()).isEqualTo(Anchors.Result.LEDGER_SHORTER);
    }
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
  void anAnchorIsFinalOnlyUnderItsConfirmations() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      Anchors anchors = anchors(stepping(anvil.settings(2), AnchorFees.usual()));
      anchors.anchorIfDue();
      Anchor anchor = anchors.anchorIfDue().orElseThrow();
      anchors.anchorIfDue();
      assertThat(anchors.newest().get(0).state()).isEqualTo(Anchor.State.MINED);
      assertThat(anchors.verify(anchor).result()).isEqualTo(Anchors.Result.NOT_ON_CHAIN);
      anvil.call("anvil_mine", 2);
      anchors.anchorIfDue();
      assertThat(anchors.newest().get(0).state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchors.verify(anchor).holds()).isTrue();
    }
  }

  @Test
  void anAnchorIsFinalWhenTheChainSaysSo() throws IOException {
    // of this node the block is final that is two epochs, here of one block, behind
    try (Anvil anvil = Anvil.start(Anvil.freePort(), "--slots-in-an-epoch", "1")) {
      grow();
      AnchorSettings settings = Anvil.settings(anvil.url(), new ChainFinality.Finalized());
      Anchors anchors = anchors(stepping(settings, AnchorFees.usual()));
      anchors.anchorIfDue();
      assertThat(anchors.anchorIfDue()).isPresent();
      anvil.call("anvil_mine", 1);
      anchors.anchorIfDue();
      assertThat(anchors.newest().get(0).state()).isEqualTo(Anchor.State.MINED);
      anvil.call("anvil_mine", 1);
      anchors.anchorIfDue();
      assertThat(anchors.newest().get(0).state()).isEqualTo(Anchor.State.CONFIRMED);
    }
  }

  @Test
  void whatAChainForgotIsSentAgainWithTheSameBytes() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      Anchors anchors = anchors(anvil.settings(0));
      anchors.anchorNow();
      Object snapshot = anvil.call("evm_snapshot").asText();
      grow();
      Anchor anchor = anchors.anchorNow();
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      List<Map<String, Object>> before = attempts();
      anvil.call("evm_revert", snapshot);
      assertThat(anchors.verify(anchor).result()).isEqualTo(Anchors.Result.NOT_ON_CHAIN);
      Anchor again = anchors.anchorNow();
      assertThat(again.id()).isEqualTo(anchor.id());
      assertThat(again.transactionHash()).isEqualTo(anchor.transactionHash());
      assertThat(again.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(attempts()).isEqualTo(before);
      assertThat(anchors.verify(again).holds()).isTrue();
    }
  }

  @Test
  void aReorganisationBringsTheAnchorIntoAnotherBlock() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      Anchors anchors = anchors(anvil.settings(0));
      Anchor anchor = anchors.anchorNow();
      // contract and anchor lay in the two newest blocks, which are replaced by empty ones
      anvil.call("anvil_reorg", 2, List.of());
      assertThat(anchors.verify(anchor).result()).isEqualTo(Anchors.Result.NOT_ON_CHAIN);
      Anchor again = anchors.anchorNow();
      assertThat(again.transactionHash()).isEqualTo(anchor.transactionHash());
      assertThat(again.blockHash()).isNotEqualTo(anchor.blockHash());
      assertThat(again.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchors.verify(again).holds()).isTrue();
      assertThat(column(attempts(), "nonce")).containsExactly(0L, 1L);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerLostWhileSendingSendsNothingTwice(boolean heard) throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort());
        Gate gate = new Gate(anvil.url())) {
      grow();
      Anchors anchors = anchors(Anvil.settings(gate.url(), new ChainFinality.Depth(0)));
      anchors.anchorNow();
      grow();
      gate.lose("eth_sendRawTransaction", heard, () -> {});
      assertThatThrownBy(anchors::anchorNow).hasMessageContaining("chain-unreachable");
      List<Map<String, Object>> signed = attempts();
      assertThat(column(signed, "nonce")).containsExactly(0L, 1L, 2L);
      Anchor anchor = anchors.anchorNow();
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchor.size()).isEqualTo(2);
      assertThat(attempts()).isEqualTo(signed);
      assertThat(anvil.call("eth_getTransactionCount", Anvil.ACCOUNT, "latest").asText())
          .isEqualTo("0x3");
    }
  }

  @Test
  void aNodeKilledWhileSendingAndBegunAnewGetsEverythingAgain() throws IOException {
    int port = Anvil.freePort();
    // the same first block at each start
    String[] same = {"--timestamp", "1700000000"};
    List<Map<String, Object>> signed;
    try (Anvil anvil = Anvil.start(port, same);
        Gate gate = new Gate(anvil.url())) {
      grow();
      Anchors anchors = anchors(Anvil.settings(gate.url(), new ChainFinality.Depth(0)));
      anchors.anchorNow();
      grow();
      gate.lose("eth_sendRawTransaction", true, anvil::close);
      assertThatThrownBy(anchors::anchorNow).hasMessageContaining("chain-unreachable");
      signed = attempts();
    }
    assertThat(column(signed, "nonce")).containsExactly(0L, 1L, 2L);
    try (Anvil anvil = Anvil.start(port, same)) {
      Anchors anchors = anchors(anvil.settings(0));
      Anchor anchor = anchors.anchorNow();
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchor.size()).isEqualTo(2);
      assertThat(attempts()).isEqualTo(signed);
      assertThat(anchors.newest()).allMatch(each -> anchors.verify(each).holds());
    }
  }

  @Test
  void afterADayWithoutAChainOnlyTheNewestRootIsAnchored() throws IOException {
    int port = Anvil.freePort();
    String[] same = {"--timestamp", "1700000000"};
    AnchorSettings settings =
        with(
            Anvil.settings(Anvil.url(port), new ChainFinality.Depth(0)),
            AnchorFees.usual(),
            new AnchorRhythm(Duration.ofMinutes(10), 0));
    Anchors anchors = anchors(settings);
    for (int i = 0; i < 144; i++) {
      grow();
      hub.clock().advance(Duration.ofMinutes(10));
      assertThatThrownBy(anchors::anchorIfDue).hasMessageContaining("chain-unreachable");
    }
    assertThat(attempts()).isEmpty();
    try (Anvil anvil = Anvil.start(port, same)) {
      assertThat(anchors.anchorIfDue()).isEmpty(); // the contract
      assertThat(anchors.anchorIfDue().orElseThrow().size()).isEqualTo(144);
      assertThat(anchors.anchorIfDue()).isEmpty();
      assertThat(column(attempts(), "kind")).containsExactly("DEPLOY", "ANCHOR");
    }
  }

  @Test
  void theFeeIsRaisedWithTheSameNonceWhereBlocksGoByWithout() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      Anchors anchors = stuck(anvil, new AnchorFees(null, 3));
      blocksTooDear(anvil, 2);
      assertThatThrownBy(anchors::anchorIfDue).hasMessageContaining("chain-refused");
      assertThat(attempts()).hasSize(2);
      blocksTooDear(anvil, 1);
      anchors.anchorIfDue();
      List<Map<String, Object>> signed = attempts();
      assertThat(column(signed, "nonce")).containsExactly(0L, 1L, 1L);
      assertThat(anchors.newest().get(0).transactionHash())
          .isEqualTo(signed.get(2).get("transaction_hash"));
      anvil.call("evm_mine");
      anchors.anchorIfDue();
      Anchor anchor = anchors.newest().get(0);
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchor.transactionHash()).isEqualTo(signed.get(2).get("transaction_hash"));
      assertThat(anchors.verify(anchor).holds()).isTrue();
    }
  }

  @Test
  void theCheaperAttemptCanBeTheOneThatIsMined() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      Anchors anchors = stuck(anvil, new AnchorFees(null, 1));
      blocksTooDear(anvil, 1);
      anchors.anchorIfDue();
      List<Map<String, Object>> signed = attempts();
      assertThat(signed).hasSize(3);
      anvil.call("anvil_dropTransaction", signed.get(2).get("transaction_hash"));
      anvil.call("anvil_setNextBlockBaseFeePerGas", "0x1");
      anvil.call("evm_mine");
      anvil.call("eth_sendRawTransaction", signed.get(1).get("raw"));
      anvil.call("anvil_setNextBlockBaseFeePerGas", "0x1");
      anvil.call("evm_mine");
      anchors.anchorIfDue();
      Anchor anchor = anchors.newest().get(0);
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchor.transactionHash()).isEqualTo(signed.get(1).get("transaction_hash"));
      assertThat(anchors.verify(anchor).holds()).isTrue();
    }
  }

  @Test
  void theFeeStaysWithinItsBound() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      // twice the base fee of a new chain and its tip
      Anchors anchors = stuck(anvil, new AnchorFees(BigInteger.valueOf(3_000_000_000L), 1));
      blocksTooDear(anvil, 3);
      assertThatThrownBy(anchors::anchorIfDue).hasMessageContaining("chain-refused");
      assertThat(attempts()).hasSize(2);
      assertThat(anchors.newest().get(0).state()).isEqualTo(Anchor.State.SIGNED);
    }
  }

  /** An anchor in the node's pool that the next block does not take. */
  private Anchors stuck(Anvil anvil, AnchorFees fees) throws IOException {
    grow();
    Anchors anchors = anchors(stepping(anvil.settings(0), fees));
    anchors.anchorIfDue();
    anvil.call("evm_setAutomine", false);
    // the contract is in a block, the anchor stays in the pool
    assertThat(anchors.anchorIfDue().orElseThrow().state()).isEqualTo(Anchor.State.SIGNED);
    return anchors;
  }

  /** Blocks whose base fee is above what the transactions in the pool pay. */
  private static void blocksTooDear(Anvil anvil, int blocks) throws IOException {
    for (int i = 0; i < blocks; i++) {
      anvil.call("anvil_setNextBlockBaseFeePerGas", "0x2540be400"); // 10 gwei
      anvil.call("evm_mine");
    }
  }

  @Test
  void aRefusedTransactionLeavesNoGap() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      AnchorSettings poor = as(anvil.settings(0), new AnchorSigner.HexKey(POOR));
      Anchors anchors = anchors(poor);
      assertThatThrownBy(anchors::anchorNow).hasMessageContaining("chain-refused");
      assertThatThrownBy(anchors::anchorNow).hasMessageContaining("chain-refused");
      List<Map<String, Object>> signed = attempts();
      assertThat(column(signed, "nonce")).containsExactly(0L);
      String sender = (String) rows("SELECT sender FROM ledger.anchor").get(0).get("sender");
      anvil.call("anvil_setBalance", sender, "0xde0b6b3a7640000");
      assertThat(anchors.anchorNow().state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(attempts().get(0)).isEqualTo(signed.get(0));
    }
  }

  @Test
  void aNonceThatAnotherProgramUsedIsNotWaitedFor() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort());
        Gate gate = new Gate(anvil.url())) {
      grow();
      Anchors anchors = anchors(Anvil.settings(gate.url(), new ChainFinality.Depth(0)));
      anchors.anchorNow();
      grow();
      gate.lose("eth_sendRawTransaction", false, () -> {});
      assertThatThrownBy(anchors::anchorNow).hasMessageContaining("chain-unreachable");
      Map<String, String> foreign = Map.of("from", Anvil.ACCOUNT, "to", Anvil.ACCOUNT);
      anvil.call("eth_sendTransaction", foreign);
      Anchor anchor = anchors.anchorNow();
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(rows("SELECT nonce, state FROM ledger.anchor ORDER BY nonce"))
          .extracting(row -> row.get("state"))
          .containsExactly("CONFIRMED", "CONFIRMED", "FAILED", "CONFIRMED");
    }
  }

  @Test
  void whereGasIsFreeAnEmptyAccountAnchors() throws IOException {
    // blocks without base fee and a price of nothing, as on a consortium's chain
    try (Anvil anvil = Anvil.start(Anvil.freePort(), "--hardfork", "berlin", "--gas-price", "0")) {
      grow();
      Anchors anchors = anchors(as(anvil.settings(0), new AnchorSigner.HexKey(POOR)));
      Anchor anchor = anchors.anchorNow();
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchors.verify(anchor).holds()).isTrue();
    }
  }

  @Test
  void aRemoteSignerKeepsTheKey() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      var remote = new AnchorSigner.Remote(anvil.url(), Anvil.ACCOUNT);
      Anchors anchors = anchors(as(anvil.settings(0), remote));
      Anchor anchor = anchors.anchorNow();
      assertThat(anchor.state()).isEqualTo(Anchor.State.CONFIRMED);
      assertThat(anchors.verify(anchor).holds()).isTrue();
      var stranger = new AnchorSigner.Remote(anvil.url(), "0x" + "11".repeat(20));
      grow();
      assertThatThrownBy(() -> anchors(as(anvil.settings(0), stranger)).anchorNow())
          .hasMessageContaining("anchor-key");
      var away = new AnchorSigner.Remote(Anvil.url(Anvil.freePort()), Anvil.ACCOUNT);
      assertThatThrownBy(() -> anchors(as(anvil.settings(0), away)).anchorNow())
          .hasMessageContaining("chain-unreachable");
    }
  }

  @Test
  void anchorsComeByEntriesAndByTime() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      AnchorRhythm rhythm = new AnchorRhythm(Duration.ofMinutes(10), 3);
      Anchors anchors = anchors(with(anvil.settings(0), AnchorFees.usual(), rhythm));
      assertThat(anchors.anchorIfDue()).isEmpty();
      grow();
      anchors.anchorIfDue();
      assertThat(anchors.anchorIfDue().orElseThrow().size()).isEqualTo(1);
      grow();
      grow();
      assertThat(anchors.anchorIfDue()).isEmpty();
      grow();
      assertThat(anchors.anchorIfDue().orElseThrow().size()).isEqualTo(4);
      grow();
      assertThat(anchors.anchorIfDue()).isEmpty();
      hub.clock().advance(Duration.ofMinutes(10));
      assertThat(anchors.anchorIfDue().orElseThrow().size()).isEqualTo(5);
      hub.clock().advance(Duration.ofMinutes(10));
      assertThat(anchors.anchorIfDue()).isEmpty();
    }
  }

  @Test
  void ofSeveralNodesOneHasTheTurn() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      Anchors anchors = anchors(stepping(anvil.settings(0), AnchorFees.usual()));
      try (Leases.Lease other =
          hub.get(Leases.class).tryAcquire("ledger/anchor", Duration.ofMinutes(1)).orElseThrow()) {
        assertThat(other.renew()).isTrue();
        assertThatThrownBy(anchors::anchorNow).hasMessageContaining("anchor-busy");
        assertThat(anchors.anchorIfDue()).isEmpty();
        assertThat(attempts()).isEmpty();
      }
      assertThat(anchors.anchorNow().state()).isEqualTo(Anchor.State.CONFIRMED);
    }
  }

  @Test
  void anotherChainIsRefused() throws IOException {
    try (Anvil anvil = Anvil.start(Anvil.freePort())) {
      grow();
      AnchorSettings right = anvil.settings(0);
      AnchorSettings wrong =
          new AnchorSettings(
              right.rpcUrl(),
              1,
              right.signer(),
              null,
              right.finality(),
              right.fees(),
              right.rhythm());
      assertThat(right.toString()).doesNotContain(Anvil.KEY).doesNotContain("127.0.0.1");
      assertThatThrownBy(() -> anchors(wrong).anchorNow()).hasMessageContaining("chain-refused");
      AnchorSettings away =
          Anvil.settings(
              URI.create("http://127.0.0.1:" + Anvil.freePort()), new ChainFinality.Depth(0));
      assertThatThrownBy(() -> anchors(away).anchorNow()).hasMessageContaining("chain-unreachable");
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
      AnchorSettings plain = anvil.settings(0);
      Anchors anchors = anchors(plain);
      Anchor anchor = anchors.anchorNow();
      assertThat(anchors.onChain()).contains(new Checkpoint("hub.test/ledger", 2, anchor.root()));
      settings =
          new AnchorSettings(
              plain.rpcUrl(),
              plain.chainId(),
              plain.signer(),
              anchor.contract(),
              plain.finality(),
              plain.fees(),
              plain.rhythm());
      // an empty database under the same name
      assertThatThrownBy(() -> appendWith(settings))
          .hasMessageContaining("ledger-rolled-back")
          .hasMessageContaining("size 2 is anchored on the chain, the log has 0");
    }
    // a chain that cannot be reached holds nothing back
    appendWith(settings);
  }
}
