package io.tongban.ledger.web3j;

import io.tongban.hub.Database;
import io.tongban.ledger.Anchor.State;
import io.tongban.ledger.LedgerProblem;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Signed transactions, stored before they are sent. */
final class Outbox {
  static final String DEPLOY = "DEPLOY";
  static final String ANCHOR = "ANCHOR";

  /** How far back settled transactions are looked at again. */
  private static final int SETTLED = 256;

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String COLUMNS =
      "id, kind, chain_id, genesis, sender, nonce, contract, tree_size, root,"
          + " transaction_hash, state, block_number, block_hash, made";
  private final Jdbi jdbi;

  Outbox(Database database) {
    this.jdbi = database.jdbi();
  }

  /** Who sends on which chain. */
  record Lane(long chainId, String genesis, String sender) {}

  /**
   * A stored transaction: one nonce.
   *
   * @param transactionHash of the attempt in a block, else of the newest
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(
      UUID id,
      String kind,
      long chainId,
      String genesis,
      String sender,
      long nonce,
      String contract,
      long treeSize,
      byte[] root,
      String transactionHash,
      State state,
      Long blockNumber,
      String blockHash,
      Instant made) {

    Row at(State newState, String hash, Long block, String newBlockHash) {
      return new Row(
          id,
          kind,
          chainId,
          genesis,
          sender,
          nonce,
          contract,
          treeSize,
          root,
          hash,
          newState,
          block,
          newBlockHash,
          made);
    }

    /** In no block, or not any more. */
    Row waiting(String hash) {
      return at(State.SIGNED, hash, null, null);
    }

    boolean inBlock() {
      return state == State.MINED || state == State.CONFIRMED;
    }
  }

  /**
   * A signing of a transaction. The later ones pay more.
   *
   * @param attempt 1 and up
   * @param raw the signed bytes, 0x hex
   * @param signedBlock the chain's newest block when it was signed
   */
  record Attempt(int attempt, String raw, String transactionHash, long signedBlock, Instant made) {}

  /**
   * Stores a signed transaction.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#ANCHOR_BUSY} if another node has
   *     taken its nonce
   */
  void add(Row row, Attempt first) {
    stored(
        handle -> {
          insert(handle, row);
          insert(handle, row.id(), first);
        });
  }

  /** Stores a further signing, which the transaction goes by from now on. */
  void raise(Row row, Attempt next) {
    stored(
        handle -> {
          insert(handle, row.id(), next);
          move(handle, row.waiting(next.transactionHash()));
        });
  }

  private void stored(org.jdbi.v3.core.HandleConsumer<RuntimeException> work) {
    try {
      jdbi.useTransaction(work);
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        throw LedgerProblem.ANCHOR_BUSY.problem("another node of the hub took the nonce", e);
      }
      throw e;
    }
  }

  private static void insert(Handle handle, Row row) {
    handle
        .createUpdate(
            "INSERT INTO ledger.anchor ("
                + COLUMNS
                + ") VALUES (:id, :kind, :chainId, :genesis, :sender, :nonce, :contract,"
                + " :treeSize, :root, :transactionHash, :state, :blockNumber,"
                + " :blockHash, :made)")
        .bind("id", row.id())
        .bind("kind", row.kind())
        .bind("chainId", row.chainId())
        .bind("genesis", row.genesis())
        .bind("sender", row.sender())
        .bind("nonce", row.nonce())
        .bind("contract", row.contract())
        .bind("treeSize", row.treeSize())
        .bind("root", row.root())
        .bind("transactionHash", row.transactionHash())
        .bind("state", row.state().name())
        .bind("blockNumber", row.blockNumber())
        .bind("blockHash", row.blockHash())
        .bind("made", row.made())
        .execute();
  }

  private static void insert(Handle handle, UUID row, Attempt attempt) {
    handle.execute(
        "INSERT INTO ledger.anchor_attempt (anchor, attempt, raw, transaction_hash, signed_block,"
            + " made) VALUES (?, ?, ?, ?, ?, ?)",
        row,
        attempt.attempt(),
        attempt.raw(),
        attempt.transactionHash(),
        attempt.signedBlock(),
        attempt.made());
  }

  void move(Row row) {
    jdbi.useHandle(handle -> move(handle, row));
  }

  private static void move(Handle handle, Row row) {
    handle
        .createUpdate(
            "UPDATE ledger.anchor SET state = :state, transaction_hash = :transactionHash,"
                + " block_number = :blockNumber, block_hash = :blockHash WHERE id = :id")
        .bind("state", row.state().name())
        .bind("transactionHash", row.transactionHash())
        .bind("blockNumber", row.blockNumber())
        .bind("blockHash", row.blockHash())
        .bind("id", row.id())
        .execute();
  }

  /** All signings of a transaction, the newest first; there is one at least. */
  List<Attempt> attempts(UUID row) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT attempt, raw, transaction_hash, signed_block, made"
                        + " FROM ledger.anchor_attempt WHERE anchor = :row ORDER BY attempt DESC")
                .bind("row", row)
                .mapTo(Attempt.class)
                .list());
  }

  /** What is not final yet, in the order of its nonces. */
  List<Row> open(Lane lane) {
    return query(lane, "state IN ('SIGNED', 'MINED') ORDER BY nonce");
  }

  /** What was final, the highest nonces first. */
  List<Row> settled(Lane lane) {
    return query(lane, "state IN ('CONFIRMED', 'FAILED') ORDER BY nonce DESC LIMIT " + SETTLED);
  }

  /** The newest of a kind that did not fail. */
  Optional<Row> newest(Lane lane, String kind) {
    return query(lane, "state <> 'FAILED' AND kind = '" + kind + "' ORDER BY nonce DESC LIMIT 1")
        .stream()
        .findFirst();
  }

  /** The highest nonce taken, or -1. */
  long lastNonce(Lane lane) {
    return query(lane, "1 = 1 ORDER BY nonce DESC LIMIT 1").stream()
        .findFirst()
        .map(Row::nonce)
        .orElse(-1L);
  }

  private List<Row> query(Lane lane, String condition) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM ledger.anchor WHERE chain_id = :chainId AND genesis = :genesis"
                        + " AND sender = :sender AND "
                        + condition)
                .bind("chainId", lane.chainId())
                .bind("genesis", lane.genesis())
                .bind("sender", lane.sender())
                .mapTo(Row.class)
                .list());
  }

  /** The newest anchors first, of all chains. */
  List<Row> newest(int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM ledger.anchor WHERE kind = 'ANCHOR'"
                        + " ORDER BY made DESC, id DESC LIMIT :limit")
                .bind("limit", limit)
                .mapTo(Row.class)
                .list());
  }
}
