package io.tongban.ledger.web3j;

import io.tongban.hub.Ids;
import io.tongban.ledger.Anchor.State;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.web3j.Outbox.Lane;
import io.tongban.ledger.web3j.Outbox.Row;
import java.math.BigInteger;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.web3j.crypto.ContractUtils;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/**
 * Sends one sender's transactions: signs once, stores, sends; sends the same bytes again until they
 * are final; goes back when the block they were in is no longer canonical.
 */
final class Sender {
  private static final Logger LOG = Logger.getLogger(Sender.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int POLLS = 100;
  private final Chain chain;
  private final Outbox outbox;
  private final Credentials key;
  private final Lane lane;
  private final int confirmations;
  private final Ids ids;
  private final Clock clock;

  Sender(
      Chain chain,
      Outbox outbox,
      Credentials key,
      long chainId,
      int confirmations,
      Ids ids,
      Clock clock) {
    this.chain = chain;
    this.outbox = outbox;
    this.key = key;
    this.lane = new Lane(chainId, chain.genesis(), key.getAddress());
    this.confirmations = confirmations;
    this.ids = ids;
    this.clock = clock;
  }

  Lane lane() {
    return lane;
  }

  /** Brings everything that is not final forward; the oldest that still waits is in the answer. */
  Optional<Row> flush() {
    for (Row row : outbox.open(lane)) {
      // what is in a block only needs time
      Row settled = row.state() == State.MINED ? advance(row) : await(row);
      if (settled.state() == State.SIGNED) {
        return Optional.of(settled);
      }
    }
    return Optional.empty();
  }

  Row deploy() {
    String code = AnchorContract.bytecode();
    long nonce = nonce();
    String address =
        ContractUtils.generateContractAddress(lane.sender(), BigInteger.valueOf(nonce));
    return await(sign(Outbox.DEPLOY, nonce, null, address, code, 0, new byte[0]));
  }

  Row anchor(String contract, String origin, long size, byte[] root) {
    String call = AnchorContract.call(origin, size, root);
    return await(sign(Outbox.ANCHOR, nonce(), contract, contract, call, size, root));
  }

  /** Never from the pending pool: a transaction that is lost there would be replaced by another. */
  private long nonce() {
    return Math.max(chain.used(lane.sender()), outbox.lastNonce(lane) + 1);
  }

  private Row sign(
      String kind, long nonce, String to, String contract, String data, long size, byte[] root) {
    BigInteger gas = quarterMore(chain.gas(lane.sender(), to, data));
    BigInteger price = quarterMore(chain.gasPrice());
    RawTransaction transaction =
        RawTransaction.createTransaction(
            BigInteger.valueOf(nonce), price, gas, to, BigInteger.ZERO, data);
    byte[] signed = TransactionEncoder.signMessage(transaction, lane.chainId(), key);
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
            Numeric.toHexString(signed),
            Numeric.toHexString(Hash.sha3(signed)),
            State.SIGNED,
            null,
            null,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    outbox.add(row);
    return row;
  }

  /** Prices move between estimate and block. */
  private static BigInteger quarterMore(BigInteger value) {
    return value.add(value.shiftRight(2)).add(BigInteger.ONE);
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
    Optional<TransactionReceipt> receipt = chain.receipt(row.transactionHash());
    Row next = receipt.isPresent() ? mined(row, receipt.get()) : sent(row);
    if (next.state() != row.state()
        || !java.util.Objects.equals(next.blockHash(), row.blockHash())) {
      outbox.move(next);
    }
    return next;
  }

  private Row mined(Row row, TransactionReceipt receipt) {
    long block = receipt.getBlockNumber().longValueExact();
    String hash = receipt.getBlockHash();
    if (!"0x1".equals(receipt.getStatus())) {
      return row.at(State.FAILED, block, hash);
    }
    boolean deep = chain.head() - block >= confirmations;
    boolean canonical = chain.blockHash(block).filter(hash::equals).isPresent();
    return row.at(deep && canonical ? State.CONFIRMED : State.MINED, block, hash);
  }

  /** The same bytes again; a node that knows them says so, which is no failure. */
  private Row sent(Row row) {
    Optional<String> objection = chain.send(row.raw());
    if (objection.isEmpty()) {
      return row.at(State.SIGNED, null, null);
    }
    LOG.debugf("the node has against nonce %d: %s", row.nonce(), objection.get());
    boolean taken = chain.used(lane.sender()) > row.nonce();
    if (taken && chain.receipt(row.transactionHash()).isEmpty()) {
      LOG.warnf("nonce %d was used by another transaction of the same key", row.nonce());
      return row.at(State.FAILED, null, null);
    }
    if (!taken && !known(objection.get())) {
      throw LedgerProblem.CHAIN_REFUSED.problem("the node answered: " + objection.get());
    }
    return row.at(State.SIGNED, null, null);
  }

  private static boolean known(String objection) {
    String text = objection.toLowerCase(java.util.Locale.ROOT);
    return text.contains("known") || text.contains("already") || text.contains("imported");
  }
}
