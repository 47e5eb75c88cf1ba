package io.tongban.ledger.web3j;

import io.tongban.hub.Database;
import io.tongban.ledger.Anchor.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Signed transactions, stored before they are sent. */
final class Outbox {
  static final String DEPLOY = "DEPLOY";
  static final String ANCHOR = "ANCHOR";
  private static final String COLUMNS =
      "id, kind, chain_id, genesis, sender, nonce, contract, tree_size, root, raw,"
          + " transaction_hash, state, block_number, block_hash, made";
  private final Jdbi jdbi;

  Outbox(Database database) {
    this.jdbi = database.jdbi();
  }

  /** Who sends on which chain. */
  record Lane(long chainId, String genesis, String sender) {}

  /** A stored transaction. */
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
      String raw,
      String transactionHash,
      State state,
      Long blockNumber,
      String blockHash,
      Instant made) {
    Row at(State newState, Long block, String hash) {
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
          raw,
          transactionHash,
          newState,
          block,
          hash,
          made);
    }
  }

  /** Stores a signed transaction; fails if its nonce is taken. */
  void add(Row row) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO ledger.anchor ("
                        + COLUMNS
                        + ") VALUES (:id, :kind, :chainId, :genesis, :sender, :nonce, :contract,"
                        + " :treeSize, :root, :raw, :transactionHash, :state, :blockNumber,"
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
                .bind("raw", row.raw())
                .bind("transactionHash", row.transactionHash())
                .bind("state", row.state().name())
                .bind("blockNumber", row.blockNumber())
                .bind("blockHash", row.blockHash())
                .bind("made", row.made())
                .execute());
  }

  void move(Row row) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE ledger.anchor SET state = :state, block_number = :blockNumber,"
                        + " block_hash = :blockHash WHERE id = :id")
                .bind("state", row.state().name())
                .bind("blockNumber", row.blockNumber())
                .bind("blockHash", row.blockHash())
                .bind("id", row.id())
                .execute());
  }

  /** What is not final yet, in the order of its nonces. */
  List<Row> open(Lane lane) {
    return query(lane, "state IN ('SIGNED', 'MINED') ORDER BY nonce");
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
