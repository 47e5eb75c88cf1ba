package io.tongban.ledger.web3j;

import io.tongban.hub.Database;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.Leases;
import io.tongban.hub.Leases.Lease;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Anchor;
import io.tongban.ledger.Anchor.State;
import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.AnchorSigner;
import io.tongban.ledger.Anchors;
import io.tongban.ledger.ChainFinality;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.web3j.Outbox.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** Anchors on the configured chain. */
@ApplicationScoped
class ChainAnchors implements Anchors {
  private static final int LIST = 100;

  /** Longer than a look at the chain with all its time-outs takes. */
  private static final Duration TERM = Duration.ofMinutes(3);

  private final Ledger ledger;
  private final Outbox outbox;
  private final Leases leases;
  private final String origin;
  private final Supplier<Optional<AnchorSettings>> settings;
  private final Ids ids;
  private final Clock clock;
  private Keyed keyed;

  @Inject
  ChainAnchors(
      Ledger ledger,
      Database database,
      Leases leases,
      HubSettings hub,
      Instance<AnchorSettings> settings,
      Ids ids,
      Clock clock) {
    this(
        ledger,
        database,
        leases,
        hub,
        () -> settings.isResolvable() ? Optional.ofNullable(settings.get()) : Optional.empty(),
        ids,
        clock);
  }

  ChainAnchors(
      Ledger ledger,
      Database database,
      Leases leases,
      HubSettings hub,
      Supplier<Optional<AnchorSettings>> settings,
      Ids ids,
      Clock clock) {
    database.migrate("ledger");
    this.ledger = ledger;
    this.outbox = new Outbox(database);
    this.leases = leases;
    this.origin = hub.origin();
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /** A signer and the settings it was made of: a keystore is opened once. */
  private record Keyed(AnchorSigner settings, TransactionSigner signer) {}

  @Override
  public boolean configured() {
    return settings.get().isPresent();
  }

  private AnchorSettings settings() {
    return settings
        .get()
        .orElseThrow(() -> LedgerProblem.CHAIN_ABSENT.problem("this hub anchors on no chain"));
  }

  private static Chain chain(AnchorSettings to) {
    Chain chain = new Chain(to.rpcUrl());
    long id = chain.chainId();
    if (id != to.chainId()) {
      throw LedgerProblem.CHAIN_REFUSED.problem(
          "the node is of chain " + id + ", the settings say " + to.chainId());
    }
    return chain;
  }

  @Override
  public synchronized Anchor anchorNow() {
    AnchorSettings to = settings();
    Checkpoint newest = newestHead();
    if (newest.size() == 0) {
      throw LedgerProblem.ANCHOR_EMPTY.problem("the log has no entries");
    }
    try (Lease lease =
        turn()
            .orElseThrow(
                () -> LedgerProblem.ANCHOR_BUSY.problem("another node of the hub anchors now"))) {
      return anchorNow(to, sender(to, lease), newest);
    }
  }

  private Anchor anchorNow(AnchorSettings to, Sender sender, Checkpoint newest) {
    Optional<Row> stuck = sender.flush(true);
    if (stuck.isPresent()) {
      // one at a time: the newest root follows when this one is in a block
      return anchor(
          stuck
              .filter(row -> row.kind().equals(Outbox.ANCHOR))
              .orElseThrow(() -> undeployed(stuck.get())));
    }
    Row deployed = deployed(to, sender, true).orElse(null);
    if (deployed != null && !deployed.inBlock()) {
      throw undeployed(deployed);
    }
    String contract = deployed == null ? given(to) : deployed.contract();
    Row anchored =
        last(sender, contract)
            .filter(row -> row.treeSize() >= newest.size())
            .orElseGet(() -> send(sender, contract, newest, true));
    if (anchored.state() == State.FAILED) {
      throw LedgerProblem.CHAIN_REFUSED.problem(
          "the transaction " + anchored.transactionHash() + " was undone");
    }
    return anchor(anchored);
  }

  @Override
  public synchronized Optional<Anchor> anchorIfDue() {
    AnchorSettings to = settings.get().filter(it -> it.rhythm().isOn()).orElse(null);
    Checkpoint newest = to == null ? null : newestHead();
    if (newest == null || newest.size() == 0) {
      return Optional.empty();
    }
    try (Lease lease = turn().orElse(null)) {
      return lease == null ? Optional.empty() : anchorIfDue(to, sender(to, lease), newest);
    }
  }

  /** One step, without waiting for blocks: the next call takes the next one. */
  private Optional<Anchor> anchorIfDue(AnchorSettings to, Sender sender, Checkpoint newest) {
    if (sender.flush(false).isPresent()) {
      return Optional.empty();
    }
    Row deployed = deployed(to, sender, false).orElse(null);
    if (deployed != null && !deployed.inBlock()) {
      return Optional.empty();
    }
    String contract = deployed == null ? given(to) : deployed.contract();
    Optional<Row> last = last(sender, contract);
    boolean due =
        to.rhythm()
            .due(
                newest.size(),
                last.map(Row::treeSize).orElse(0L),
                last.map(Row::made).orElse(null),
                clock.instant());
    return due ? Optional.of(anchor(send(sender, contract, newest, false))) : Optional.empty();
  }

  private Checkpoint newestHead() {
    return Checkpoint.parse(SignedNote.parse(ledger.checkpoint()).text());
  }

  /** Several senders on one key collide: one node has the turn. */
  private Optional<Lease> turn() {
    return leases.tryAcquire("ledger/anchor", TERM);
  }

  private Sender sender(AnchorSettings to, Lease lease) {
    return new Sender(chain(to), outbox, signer(to.signer()), to, new Turn(lease), ids, clock);
  }

  private TransactionSigner signer(AnchorSigner of) {
    if (keyed == null || !keyed.settings().equals(of)) {
      keyed = new Keyed(of, Signers.of(of));
    }
    return keyed.signer();
  }

  private Row send(Sender sender, String contract, Checkpoint newest, boolean patient) {
    return sender.anchor(contract, origin, newest.size(), newest.rootBytes(), patient);
  }

  private Optional<Row> last(Sender sender, String contract) {
    return outbox
        .newest(sender.lane(), Outbox.ANCHOR)
        .filter(row -> row.contract().equals(contract));
  }

  private static String given(AnchorSettings to) {
    return to.contractAddress().toLowerCase(Locale.ROOT);
  }

  /** The hub's own contract, deployed now if it was not; nothing where the settings name one. */
  private Optional<Row> deployed(AnchorSettings to, Sender sender, boolean patient) {
    if (to.contractAddress() != null) {
      return Optional.empty();
    }
    return Optional.of(
        outbox.newest(sender.lane(), Outbox.DEPLOY).orElseGet(() -> sender.deploy(patient)));
  }

  private static ProblemException undeployed(Row row) {
    return LedgerProblem.CHAIN_UNREACHABLE.problem(
        "the contract is not in a block yet: transaction " + row.transactionHash());
  }

  private Anchor anchor(Row row) {
    return new Anchor(
        row.id(),
        origin,
        row.treeSize(),
        Base64.getEncoder().encodeToString(row.root()),
        row.chainId(),
        row.contract(),
        row.transactionHash(),
        row.state(),
        row.blockNumber(),
        row.blockHash(),
        row.made());
  }

  @Override
  public List<Anchor> newest() {
    return outbox.newest(LIST).stream().map(this::anchor).toList();
  }

  @Override
  public Optional<Checkpoint> onChain() {
    if (!configured()) {
      return Optional.empty();
    }
    AnchorSettings to = settings();
    return known(to)
        .flatMap(
            contract ->
                AnchorContract.head(
                    origin, chain(to).call(contract, AnchorContract.headCall(origin))))
        .filter(head -> head.size() > 0);
  }

  /** The contract's address as configured, else where this hub deployed its own. */
  private Optional<String> known(AnchorSettings to) {
    if (to.contractAddress() != null) {
      return Optional.of(to.contractAddress());
    }
    return outbox.newest(LIST).stream()
        .filter(row -> row.chainId() == to.chainId())
        .map(Row::contract)
        .findFirst();
  }

  @Override
  public Check verify(Anchor anchor) {
    AnchorSettings to = settings();
    Chain chain = chain(to);
    byte[] root = Base64.getDecoder().decode(anchor.root());
    Optional<TransactionReceipt> receipt = chain.receipt(anchor.transactionHash());
    if (receipt.isEmpty() || !canonical(chain, receipt.get(), to.finality())) {
      return new Check(
          Result.NOT_ON_CHAIN, "the transaction is in no canonical block of enough depth");
    }
    boolean told =
        receipt.get().getLogs().stream()
            .anyMatch(
                line ->
                    AnchorContract.tells(
                        line, anchor.contract(), anchor.origin(), anchor.size(), root));
    if (!told) {
      return new Check(Result.OTHER_ON_CHAIN, "the transaction anchors something else");
    }
    return ledger(anchor.size(), root);
  }

  private static boolean canonical(
      Chain chain, TransactionReceipt receipt, ChainFinality finality) {
    long block = receipt.getBlockNumber().longValueExact();
    return block <= chain.finalBlock(finality)
        && chain.blockHash(block).filter(receipt.getBlockHash()::equals).isPresent();
  }

  private Check ledger(long size, byte[] root) {
    long now = ledger.size();
    if (now < size) {
      return new Check(
          Result.LEDGER_SHORTER, "the ledger has " + now + " entries, " + size + " were anchored");
    }
    return Arrays.equals(ledger.root(size), root)
        ? new Check(Result.HOLDS, "chain and ledger hold the same root at size " + size)
        : new Check(Result.LEDGER_DIFFERS, "the ledger has another root at size " + size);
  }
}
