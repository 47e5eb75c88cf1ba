package io.tongban.ledger.jdbc;

import io.tongban.hub.Dialect;
import io.tongban.ledger.merkle.Tile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The sequencer's own connection with its prepared statements. Plain JDBC: this is the hottest path
 * of the hub.
 */
final class WriteConnection implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final PreparedStatement swap;
  private final PreparedStatement entry;
  private final PreparedStatement newTile;
  private final PreparedStatement longerTile;

  @SuppressWarnings("PMD.CloseResource") // closed with the connection
  WriteConnection(DataSource pool, Dialect dialect) throws SQLException {
    this.dialect = dialect;
    connection = pool.getConnection();
    try {
      Standing.session(connection, dialect);
      connection.setAutoCommit(false);
      swap =
          connection.prepareStatement(
              "UPDATE ledger.tree_head SET tree_size = ?, root = ?, checkpoint = ?"
                  + " WHERE log = 1 AND tree_size = ? AND root = ?");
      entry =
          connection.prepareStatement(
              "INSERT INTO ledger.entry (entry_index, id, type, at, actor, leaf, manifest)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?)");
      newTile =
          connection.prepareStatement(
              "INSERT INTO ledger.tile (hashes, tile_level, tile_number) VALUES (?, ?, ?)");
      longerTile =
          connection.prepareStatement(
              "UPDATE ledger.tile SET hashes = ? WHERE tile_level = ? AND tile_number = ?");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The tree head; locked until the end of the transaction if asked for. */
  Optional<Head> head(boolean lock) throws SQLException {
    String sql = "SELECT tree_size, root, checkpoint FROM ledger.tree_head WHERE log = 1";
    try (PreparedStatement query = connection.prepareStatement(lock ? sql + " FOR UPDATE" : sql);
        ResultSet rows = query.executeQuery()) {
      return rows.next()
          ? Optional.of(new Head(rows.getLong(1), rows.getBytes(2), rows.getString(3)))
          : Optional.empty();
    }
  }

  /** The log's keys, if it has changed its key. */
  Optional<Signing.Stored> keys() throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("SELECT keys, overlap FROM ledger.log_key WHERE log = 1");
        ResultSet rows = query.executeQuery()) {
      return rows.next()
          ? Optional.of(new Signing.Stored(rows.getString(1), rows.getBoolean(2)))
          : Optional.empty();
    }
  }

  /** Stores the log's keys. */
  void store(Signing.Stored keys) throws SQLException {
    String update = "UPDATE ledger.log_key SET keys = ?, overlap = ? WHERE log = 1";
    String insert = "INSERT INTO ledger.log_key (keys, overlap, log) VALUES (?, ?, 1)";
    try (PreparedStatement known = connection.prepareStatement(update)) {
      known.setString(1, keys.keys());
      known.setBoolean(2, keys.overlap());
      if (known.executeUpdate() == 1) {
        return;
      }
    }
    try (PreparedStatement first = connection.prepareStatement(insert)) {
      first.setString(1, keys.keys());
      first.setBoolean(2, keys.overlap());
      first.executeUpdate();
    }
  }

  /** The stored hashes of a tile. */
  Optional<byte[]> tile(int level, long number) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT hashes FROM ledger.tile WHERE tile_level = ? AND tile_number = ?")) {
      query.setInt(1, level);
      query.setLong(2, number);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
      }
    }
  }

  /** Moves the head from one to the next; false if another writer moved it before. */
  boolean swap(Head from, Head to) throws SQLException {
    swap.setLong(1, to.treeSize());
    swap.setBytes(2, to.root());
    swap.setString(3, to.checkpoint());
    swap.setLong(4, from.treeSize());
    swap.setBytes(5, from.root());
    return swap.executeUpdate() == 1;
  }

  /**
   * Makes the changes that go with entries, in this transaction.
   *
   * @return the entries that may be stored: those whose changes took place or that have none
   * @throws SQLException if the transaction itself is lost
   */
  List<Draft> changeAlongside(List<Draft> drafts) throws SQLException {
    List<Draft> kept = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      if (draft.alongside() == null || changed(draft)) {
        kept.add(draft);
      }
    }
    return kept;
  }

  private boolean changed(Draft draft) throws SQLException {
    if (draft.over()) {
      return false;
    }
    Savepoint before = connection.setSavepoint();
    try {
      draft.alongside().change(connection);
      connection.releaseSavepoint(before);
      return true;
    } catch (RuntimeException failed) {
      undo(before);
      draft.placed().completeExceptionally(new Draft.NotAlongside(failed));
      return false;
    }
  }

  /** Where the database has ended the whole transaction, all of it is to be done again. */
  private void undo(Savepoint before) throws SQLException {
    try {
      connection.rollback(before);
    } catch (SQLException ended) {
      throw new SQLException("the transaction was ended", Committer.ENDED, ended);
    }
  }

  /** Stores entries from an index on. */
  void insert(long first, List<Draft> drafts) throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      copy(first, drafts);
      return;
    }
    long index = first;
    for (Draft draft : drafts) {
      entry.setLong(1, index);
      entry.setObject(2, draft.leaf().id());
      entry.setString(3, draft.leaf().type().name());
      entry.setObject(4, draft.leaf().at().atOffset(ZoneOffset.UTC));
      entry.setString(5, draft.leaf().actor());
      entry.setBytes(6, draft.bytes());
      entry.setBytes(7, draft.sealed());
      entry.addBatch();
      index++;
    }
    entry.executeBatch();
  }

  private void copy(long first, List<Draft> drafts) throws SQLException {
    BinaryCopy rows = new BinaryCopy(7);
    long index = first;
    for (Draft draft : drafts) {
      rows.row()
          .with(index++)
          .with(draft.leaf().id())
          .with(draft.leaf().type().name())
          .with(draft.leaf().at())
          .with(draft.leaf().actor())
          .with(draft.bytes())
          .with(draft.sealed());
    }
    rows.into(connection, "ledger.entry (entry_index, id, type, at, actor, leaf, manifest)");
  }

  /** Stores tiles that are new or longer than before. */
  void store(List<Tile> tiles, long oldSize) throws SQLException {
    List<Tile> fresh = new ArrayList<>();
    List<Tile> longer = new ArrayList<>();
    for (Tile tile : tiles) {
      long before = oldSize >>> (tile.level() * Tile.HEIGHT);
      (before > tile.number() * Tile.WIDTH ? longer : fresh).add(tile);
    }
    store(newTile, fresh);
    store(longerTile, longer);
  }

  private static void store(PreparedStatement statement, List<Tile> tiles) throws SQLException {
    if (tiles.isEmpty()) {
      return;
    }
    for (Tile tile : tiles) {
      statement.setBytes(1, tile.bytes());
      statement.setInt(2, tile.level());
      statement.setLong(3, tile.number());
      statement.addBatch();
    }
    for (int stored : statement.executeBatch()) {
      if (stored != 1) {
        throw new SQLException("a tile that was there before is missing");
      }
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Gives the connection back as the pool gave it. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
        Standing.reset(connection, dialect);
      }
    }
  }
}
