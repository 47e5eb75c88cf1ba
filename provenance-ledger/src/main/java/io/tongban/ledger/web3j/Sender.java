package io.tongban.ledger.web3j;

import io.tongban.hub.Ids;
import io.tongban.ledger.Anchor.State;
import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.web3j.Outbox.Attempt;
import io.tongban.ledger.web3j.Outbox.Lane;
import io.tongban.ledger.web3j.Outbox.Row;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.web3j.crypto.ContractUtils;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/**
 * Sends one sender's transactions: signs, stores, sends; sends the same bytes again until they are
 * final; signs anew with the same nonce and a higher fee only where blocks go by without them; goes
 * back when the block they were in is no longer canonical.
 */
final class Sender {
  private static final Logger LOG = Logger.getLogger(Sender.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int POLLS = 100;
  private final Chain chain;
  private final Outbox outbox;
  private final TransactionSigner key;
  private final Lane lane;
  private final AnchorSettings settings;
  private final Turn turn;
  private final Ids ids;
  private final Clock clock;

  /**
   * @param turn makes sure that no other node sends with the key
   */
  Sender(
      Chain chain,
      Outbox outbox,
      TransactionSigner key,
      AnchorSettings settings,
      Turn turn,
      Ids ids,
      Clock clock) {
    this.chain = chain;
    this.outbox = outbox;
    this.key = key;
    this.lane = new Lane(settings.chainId(), chain.genesis(), key.address());
    this.settings = settings;
    this.turn = turn;
    this.ids = ids;
    this.clock = clock;
  }

  Lane lane() {
    return lane;
  }

  /**
   * Brings everything that is not final forward; the oldest that still waits is in the answer.
   *
   * @param patient whether to wait some seconds for blocks
   */
  Optional<Row> flush(boolean patient) {
    requeueLost();
    for (Row row : outbox.open(lane)) {
      turn.keep();
      // what is in a block only needs time
      Row settled = row.state() == State.MINED || !patient ? advance(row) : await(row);
      if (settled.state() == State.SIGNED) {
        return Optional.of(settled);
      }
    }
    return Optional.empty();
  }

  /**
   * What was final, and whose block is not canonical any more, waits again: with its nonce, so that
   * no later transaction stands behind a gap.
   */
  private void requeueLost() {
    long used = chain.used(lane.sender());
    for (Row row : outbox.settled(lane)) {
      if (row.state() == State.FAILED ? row.nonce() >= used : !canonical(row)) {
        LOG.warnf(
            "the block with the transaction %s (nonce %d, tree size %d) is not canonical any more;"
                + " it is sent again",
            row.transactionHash(), row.nonce(), row.treeSize());
        outbox.move(row.waiting(row.transactionHash()));
      } else if (row.state() == State.CONFIRMED) {
        return;
      }
    }
  }

  private boolean canonical(Row row) {
    return chain.blockHash(row.blockNumber()).filter(row.blockHash()::equals).isPresent();
  }

  Row deploy(boolean patient) {
    String code = AnchorContract.bytecode();
    long nonce = nonce();
    String address =
        ContractUtils.generateContractAddress(lane.sender(), BigInteger.valueOf(nonce));
    return first(sign(Outbox.DEPLOY, nonce, null, address, code, 0, new byte[0]), patient);
  }

  Row anchor(String contract, String origin, long size, byte[] root, boolean patient) {
    String call = AnchorContract.call(origin, size, root);
    return first(sign(Outbox.ANCHOR, nonce(), contract, contract, call, size, root), patient);
  }

  private Row first(Row row, boolean patient) {
    return patient ? await(row) : advance(row);
  }

  /** Never from the pending pool: a transaction that is lost there would be replaced by another. */
  private long nonce() {
    return Math.max(chain.used(lane.sender()), outbox.lastNonce(lane) + 1);
  }

  private Row sign(
      String kind, long nonce, String to, String contract, String data, long size, byte[] root) {
    BigInteger gas = chain.gas(lane.sender(), to, data);
    BigInteger room = gas.add(gas.shiftRight(2)).add(BigInteger.ONE);
    Fees fees = chain.fees().within(settings.fees().mostPerGas());
    Attempt attempt = signed(1, transaction(nonce, fees, room, to, data));
    Row row =
        new Row(
            ids.next(),
            kind,
            lane.chainId(),
            lane.genesis(),
            lane.sender(),
            nonce,
            contract,
            size,
            root,
            attempt.transactionHash(),
            State.SIGNED,
            null,
            null,
            attempt.made());
    outbox.add(row, attempt);
    return row;
  }

  private RawTransaction transaction(
      long nonce, Fees fees, BigInteger gas, String to, String data) {
    BigInteger number = BigInteger.valueOf(nonce);
    return fees.tip() == null
        ? RawTransaction.createTransaction(number, fees.most(), gas, to, BigInteger.ZERO, data)
        : RawTransaction.createTransaction(
            lane.chainId(), number, gas, to, BigInteger.ZERO, data, fees.tip(), fees.most());
  }

  private Attempt signed(int number, RawTransaction transaction) {
    turn.keep();
    long head = chain.head();
    byte[] bytes = key.sign(transaction, lane.chainId());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Attempt(
        number, Numeric.toHexString(bytes), Numeric.toHexString(Hash.sha3(bytes)), head, now);
  }

  /** Sends and waits some seconds. */
  private Row await(Row row) {
    Row now = advance(row);
    for (int i = 0; i < POLLS && !ended(now) && !Thread.currentThread().isInterrupted(); i++) {
      LockSupport.parkNanos(POLL_NANOS);
      now = advance(now);
    }
    return now;
  }

  private static boolean ended(Row row) {
    return row.state() == State.CONFIRMED || row.state() == State.FAILED;
  }

  /** One look at the chain. */
  private Row advance(Row row) {
    List<Attempt> attempts = outbox.attempts(row.id());
    // asked first: a transaction that gets into a block in between has a receipt
    boolean used = chain.used(lane.sender()) > row.nonce();
    Row next =
        mined(row, attempts).orElseGet(() -> used ? foreign(row) : waiting(row, attempts.get(0)));
    if (next.state() != row.state()
        || !next.transactionHash().equals(row.transactionHash())
        || !Objects.equals(next.blockHash(), row.blockHash())) {
      outbox.move(next);
    }
    return next;
  }

  /** Whichever attempt got into a block. */
  private Optional<Row> mined(Row row, List<Attempt> attempts) {
    for (Attempt attempt : attempts) {
      Optional<TransactionReceipt> receipt = chain.receipt(attempt.transactionHash());
      if (receipt.isPresent()) {
        return Optional.of(mined(row, attempt, receipt.get()));
      }
    }
    return Optional.empty();
  }

  private Row mined(Row row, Attempt attempt, TransactionReceipt receipt) {
    long block = receipt.getBlockNumber().longValueExact();
    String hash = receipt.getBlockHash();
    boolean deep = block <= chain.finalBlock(settings.finality());
    boolean canonical = chain.blockHash(block).filter(hash::equals).isPresent();
    State state = State.MINED;
    if (!"0x1".equals(receipt.getStatus())) {
      state = State.FAILED;
    } else if (deep && canonical) {
      state = State.CONFIRMED;
    }
    return row.at(state, attempt.transactionHash(), block, hash);
  }

  /** The nonce is used, and by none of ours. That is so for good when its block is final. */
  private Row foreign(Row row) {
    if (chain.used(lane.sender(), chain.finalBlock(settings.finality())) <= row.nonce()) {
      return row.waiting(row.transactionHash());
    }
    LOG.warnf("nonce %d was used by another transaction of the same key", row.nonce());
    return row.at(State.FAILED, row.transactionHash(), null, null);
  }

  /** The same bytes again; a node that knows them says so, which is no failure. */
  private Row waiting(Row row, Attempt newest) {
    Attempt attempt = raised(newest).map(fees -> raise(row, newest, fees)).orElse(newest);
    Optional<String> objection = chain.send(attempt.raw()).filter(said -> !harmless(said));
    if (objection.isPresent()) {
      throw LedgerProblem.CHAIN_REFUSED.problem("the node answered: " + objection.get());
    }
    return row.waiting(attempt.transactionHash());
  }

  /**
   * Higher fees, where blocks went by without the transaction. No blocks, no raise: a chain that
   * stands still is not short of fees.
   */
  private Optional<Fees> raised(Attempt newest) {
    if (chain.head() - newest.signedBlock() < settings.fees().raiseAfterBlocks()) {
      return Optional.empty();
    }
    Fees paid = Fees.of(TransactionDecoder.decode(newest.raw()));
    return paid.raised(chain.fees(), settings.fees().mostPerGas());
  }

  private Attempt raise(Row row, Attempt newest, Fees fees) {
    RawTransaction before = TransactionDecoder.decode(newest.raw());
    String to = row.kind().equals(Outbox.DEPLOY) ? null : row.contract();
    Attempt next =
        signed(
            newest.attempt() + 1,
            transaction(row.nonce(), fees, before.getGasLimit(), to, before.getData()));
    outbox.raise(row, next);
    LOG.infof(
        "nonce %d waits since block %d; it is sent at up to %s wei a unit of gas",
        row.nonce(), newest.signedBlock(), fees.most());
    return next;
  }

  /** The node has it already, or it got into a block at this very moment. */
  private static boolean harmless(String objection) {
    String text = objection.toLowerCase(Locale.ROOT);
    return text.contains("known")
        || text.contains("already")
        || text.contains("imported")
        || text.contains("nonce too low");
  }
}
