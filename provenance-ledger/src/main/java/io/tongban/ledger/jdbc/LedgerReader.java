package io.tongban.ledger.jdbc;

import io.tongban.hub.Database;
import io.tongban.hub.Dialect;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.LedgerDisclosure;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.merkle.Proofs;
import io.tongban.ledger.merkle.Tile;
import io.tongban.ledger.merkle.TilePath;
import io.tongban.ledger.merkle.TiledNodes;
import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads the log's tables. */
final class LedgerReader {
  private static final String COLUMNS =
      "e.entry_index, e.id, e.type, e.at, e.actor, e.leaf, e.manifest";
  private final Jdbi jdbi;
  private final Dialect dialect;

  LedgerReader(Database database) {
    this.jdbi = database.jdbi();
    this.dialect = database.dialect();
  }

  /** An entry's row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(
      long entryIndex,
      UUID id,
      String type,
      Instant at,
      String actor,
      byte[] leaf,
      byte[] manifest) {}

  /** A root that was sent to a chain. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record AnchoredRoot(long treeSize, byte[] root) {}

  Jdbi jdbi() {
    return jdbi;
  }

  Dialect dialect() {
    return dialect;
  }

  Optional<Head> storedHead() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT tree_size, root, checkpoint FROM ledger.tree_head WHERE log = 1")
                .mapTo(Head.class)
                .findOne());
  }

  /** The log's keys, if it has changed its key. */
  Optional<Signing.Stored> storedKeys() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT keys, overlap FROM ledger.log_key WHERE log = 1")
                .mapTo(Signing.Stored.class)
                .findOne());
  }

  /**
   * The head with the keys of its time.
   *
   * @param keys nothing while the log has its first key
   */
  record SignedHead(Head head, Optional<Signing.Stored> keys) {}

  /** In one statement, which sees no change of the key half. */
  Optional<SignedHead> signedHead() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT h.tree_size, h.root, h.checkpoint, k.keys, k.overlap"
                        + " FROM ledger.tree_head h LEFT JOIN ledger.log_key k ON k.log = h.log"
                        + " WHERE h.log = 1")
                .map((rows, context) -> signedHead(rows))
                .findOne());
  }

  private static SignedHead signedHead(ResultSet rows) throws SQLException {
    String keys = rows.getString(4);
    return new SignedHead(
        new Head(rows.getLong(1), rows.getBytes(2), rows.getString(3)),
        keys == null
            ? Optional.empty()
            : Optional.of(new Signing.Stored(keys, rows.getBoolean(5))));
  }

  Head head() {
    return storedHead()
        .orElseThrow(() -> LedgerProblem.LEDGER_DAMAGED.problem("the tree head is missing"));
  }

  /** Writes the head of the empty log unless there is one. */
  void begin(Head empty) {
    if (storedHead().isPresent()) {
      return;
    }
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO ledger.tree_head (log, tree_size, root, checkpoint)"
                        + " SELECT 1, CAST(:size AS BIGINT), :root, :checkpoint"
                        + " WHERE NOT EXISTS (SELECT 1 FROM ledger.tree_head)")
                .bind("size", empty.treeSize())
                .bind("root", empty.root())
                .bind("checkpoint", empty.checkpoint())
                .execute());
  }

  Optional<Row> find(UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT " + COLUMNS + " FROM ledger.entry e WHERE e.id = :id")
                .bind("id", id)
                .mapTo(Row.class)
                .findOne());
  }

  /** Entries that name a record, oldest first, from an index on. */
  List<Row> uses(byte[] hmac, long from, int limit) {
    return jdbi.withHandle(
        handle -> {
          List<Row> rows = new ArrayList<>();
          long parts = parts(handle);
          for (long part = 0; part < parts && rows.size() < limit; part++) {
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM ledger.row_use u"
                        + " JOIN ledger.entry e ON e.entry_index = u.entry_index"
                        + " WHERE u.part = :part AND u.hmac = :hmac AND u.entry_index >= :from"
                        + " ORDER BY u.entry_index LIMIT :limit")
                .bind("part", part)
                .bind("hmac", hmac)
                .bind("from", from)
                .bind("limit", limit - rows.size())
                .mapTo(Row.class)
                .forEach(rows::add);
          }
          return rows;
        });
  }

  /** Indexes of the entries that name a record, in order. */
  List<Long> indexes(byte[] hmac) {
    return jdbi.withHandle(
        handle -> {
          List<Long> indexes = new ArrayList<>();
          long parts = parts(handle);
          for (long part = 0; part < parts; part++) {
            handle
                .createQuery(
                    "SELECT entry_index FROM ledger.row_use"
                        + " WHERE part = :part AND hmac = :hmac ORDER BY entry_index")
                .bind("part", part)
                .bind("hmac", hmac)
                .mapTo(Long.class)
                .forEach(indexes::add);
          }
          return indexes;
        });
  }

  /** How many parts the row index has. */
  private static long parts(Handle handle) {
    return handle
        .createQuery("SELECT COALESCE(MAX(part) + 1, 0) FROM ledger.row_use")
        .mapTo(Long.class)
        .one();
  }

  /** The smallest range of indexes that holds every entry of a period. */
  LedgerDisclosure.Span span(Instant from, Instant to) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT COALESCE(MIN(entry_index), 0), COALESCE(MAX(entry_index) + 1, 0)"
                        + " FROM ledger.entry WHERE at >= :from AND at < :to")
                .bind("from", from)
                .bind("to", to)
                .map((rows, context) -> new LedgerDisclosure.Span(rows.getLong(1), rows.getLong(2)))
                .one());
  }

  /** Transactions of anchors up to a size, the newest so many of them, oldest first. */
  List<LedgerDisclosure.AnchorTransaction> anchorTransactions(long treeSize, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM (SELECT id, chain_id, contract, tree_size, root,"
                        + " (SELECT t.raw FROM ledger.anchor_attempt t WHERE t.anchor = n.id"
                        + " AND t.transaction_hash = n.transaction_hash) AS raw,"
                        + " transaction_hash, state, block_number, block_hash, made"
                        + " FROM ledger.anchor n WHERE kind = 'ANCHOR' AND state <> 'FAILED'"
                        + " AND tree_size <= :size ORDER BY tree_size DESC, id DESC LIMIT :limit) a"
                        + " ORDER BY tree_size, id")
                .bind("size", treeSize)
                .bind("limit", limit)
                .mapTo(LedgerDisclosure.AnchorTransaction.class)
                .list());
  }

  /** Entries below an index, newest first. */
  List<Row> newest(EntryType type, String actor, long below, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM ledger.entry e WHERE e.entry_index < :below"
                        + (type == null ? "" : " AND e.type = :type")
                        + (actor == null ? "" : " AND e.actor = :actor")
                        + " ORDER BY e.entry_index DESC LIMIT :limit")
                .bind("below", below)
                .bind("limit", limit)
                .bindMap(filters(type, actor))
                .mapTo(Row.class)
                .list());
  }

  private static java.util.Map<String, String> filters(EntryType type, String actor) {
    java.util.Map<String, String> filters = new java.util.HashMap<>();
    if (type != null) {
      filters.put("type", type.name());
    }
    if (actor != null) {
      filters.put("actor", actor);
    }
    return filters;
  }

  /** Entries from an index on, in order. */
  List<Row> from(long index, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM ledger.entry e WHERE e.entry_index >= :index"
                        + " ORDER BY e.entry_index LIMIT :limit")
                .bind("index", index)
                .bind("limit", limit)
                .mapTo(Row.class)
                .list());
  }

  /** The first entry that lies beyond the head; none in a sound log. */
  Optional<Long> beyondHead() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT MIN(e.entry_index) FROM ledger.entry e, ledger.tree_head h"
                        + " WHERE e.entry_index >= h.tree_size")
                .mapTo(Long.class)
                .findOne());
  }

  List<AnchoredRoot> anchored() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT tree_size, root FROM ledger.anchor WHERE kind = 'ANCHOR'"
                        + " ORDER BY tree_size")
                .mapTo(AnchoredRoot.class)
                .list());
  }

  /** The stored hashes of a tile. */
  Optional<byte[]> hashes(int level, long number) {
    return jdbi.withHandle(handle -> hashes(handle, level, number));
  }

  private static Optional<byte[]> hashes(Handle handle, int level, long number) {
    return handle
        .createQuery(
            "SELECT hashes FROM ledger.tile WHERE tile_level = :level AND tile_number = :number")
        .bind("level", level)
        .bind("number", number)
        .mapTo(byte[].class)
        .findOne();
  }

  /** The bytes of a static resource. */
  Optional<byte[]> resource(TilePath path) {
    return path.level() == TilePath.ENTRIES ? bundle(path) : tile(path);
  }

  private Optional<byte[]> tile(TilePath path) {
    int length = path.width() * Merkle.HASH_BYTES;
    return hashes(path.level(), path.number())
        .filter(hashes -> hashes.length >= length)
        .map(hashes -> Arrays.copyOf(hashes, length));
  }

  /** Entries with their length in two bytes in front. */
  private Optional<byte[]> bundle(TilePath path) {
    List<byte[]> leaves =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT leaf FROM ledger.entry WHERE entry_index >= :from"
                            + " AND entry_index < :to ORDER BY entry_index")
                    .bind("from", path.number() * Tile.WIDTH)
                    .bind("to", path.number() * Tile.WIDTH + path.width())
                    .mapTo(byte[].class)
                    .list());
    if (leaves.size() < path.width()) {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] leaf : leaves) {
      out.write(leaf.length >>> 8);
      out.write(leaf.length);
      out.writeBytes(leaf);
    }
    return Optional.of(out.toByteArray());
  }

  /** Proofs of the tree of a size. */
  Proofs proofs(long size) {
    return new Proofs(size, new TiledNodes(this::tileOf));
  }

  private Tile tileOf(int level, long number) {
    byte[] hashes =
        hashes(level, number)
            .orElseThrow(
                () ->
                    LedgerProblem.LEDGER_DAMAGED.problem(
                        "the tile " + level + "/" + number + " is missing"));
    return Tile.of(level, number, hashes, hashes.length / Merkle.HASH_BYTES);
  }
}
