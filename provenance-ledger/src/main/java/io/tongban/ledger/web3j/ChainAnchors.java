package io.tongban.ledger.web3j;

import io.tongban.hub.Database;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Anchor;
import io.tongban.ledger.Anchor.State;
import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.Anchors;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.web3j.Outbox.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** Anchors on the configured chain. */
@ApplicationScoped
class ChainAnchors implements Anchors {
  private static final int LIST = 100;
  private final Ledger ledger;
  private final Outbox outbox;
  private final String origin;
  private final Supplier<Optional<AnchorSettings>> settings;
  private final Ids ids;
  private final Clock clock;

  @Inject
  ChainAnchors(
      Ledger ledger,
      Database database,
      HubSettings hub,
      Instance<AnchorSettings> settings,
      Ids ids,
      Clock clock) {
    this(
        ledger,
        database,
        hub,
        () -> settings.isResolvable() ? Optional.ofNullable(settings.get()) : Optional.empty(),
        ids,
        clock);
  }

  ChainAnchors(
      Ledger ledger,
      Database database,
      HubSettings hub,
      Supplier<Optional<AnchorSettings>> settings,
      Ids ids,
      Clock clock) {
    database.migrate("ledger");
    this.ledger = ledger;
    this.outbox = new Outbox(database);
    this.origin = hub.origin();
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

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
    Chain chain = new Chain(to);
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
    Checkpoint newest = Checkpoint.parse(SignedNote.parse(ledger.checkpoint()).text());
    if (newest.size() == 0) {
      throw LedgerProblem.ANCHOR_EMPTY.problem("the log has no entries");
    }
    Credentials key = Credentials.create(to.privateKeyHex());
    Sender sender =
        new Sender(chain(to), outbox, key, to.chainId(), to.confirmations(), ids, clock);
    Optional<Row> stuck = sender.flush();
    if (stuck.isPresent()) {
      // one at a time: the newest root follows when this one is in a block
      return anchor(
          stuck
              .filter(row -> row.kind().equals(Outbox.ANCHOR))
              .orElseThrow(() -> undeployed(stuck.get())));
    }
    String contract = contract(to, sender);
    Optional<Row> last =
        outbox
            .newest(sender.lane(), Outbox.ANCHOR)
            .filter(row -> row.contract().equals(contract) && row.treeSize() >= newest.size());
    return anchor(last.orElseGet(() -> send(sender, contract, newest)));
  }

  private Row send(Sender sender, String contract, Checkpoint newest) {
    Row sent = sender.anchor(contract, origin, newest.size(), newest.rootBytes());
    if (sent.state() == State.FAILED) {
      throw LedgerProblem.CHAIN_REFUSED.problem(
          "the transaction " + sent.transactionHash() + " was undone");
    }
    return sent;
  }

  private String contract(AnchorSettings to, Sender sender) {
    if (to.contractAddress() != null) {
      return to.contractAddress().toLowerCase(java.util.Locale.ROOT);
    }
    Row deployed = outbox.newest(sender.lane(), Outbox.DEPLOY).orElseGet(sender::deploy);
    if (deployed.state() != State.MINED && deployed.state() != State.CONFIRMED) {
      throw undeployed(deployed);
    }
    return deployed.contract();
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
        .flatMap(contract -> AnchorContract.head(chain(to), contract, origin))
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
    if (receipt.isEmpty() || !canonical(chain, receipt.get(), to.confirmations())) {
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

  private static boolean canonical(Chain chain, TransactionReceipt receipt, int confirmations) {
    long block = receipt.getBlockNumber().longValueExact();
    return chain.head() - block >= confirmations
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
