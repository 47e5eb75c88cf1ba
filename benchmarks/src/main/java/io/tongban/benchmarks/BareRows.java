package io.tongban.benchmarks;

import io.tongban.hub.Database;
import io.tongban.hub.Dialect;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.merkle.GrowingTree;
import io.tongban.ledger.merkle.Proofs;
import io.tongban.ledger.merkle.Tile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * The rows of a ledger written and read by plain JDBC: what the database alone takes for them. What
 * is written are the same rows in the same transactions: entries, tiles at the length they had, the
 * tree head.
 */
final class BareRows {
  private static final int FETCH = 1_000;

  /** Ranges of entries that readers take one after the other. */
  private static final int RANGES = 16;

  private final Database bare;
  private final GrowingTree tree = new GrowingTree(0, Tile::new);

  /** Writes to a database that has a ledger's tables and nothing in them. */
  BareRows(Database bare) throws SQLException {
    this.bare = bare;
    try (Connection connection = bare.dataSource().getConnection();
        PreparedStatement head =
            connection.prepareStatement(
                "INSERT INTO ledger.tree_head (log, tree_size, root, checkpoint)"
                    + " VALUES (1, 0, ?, '')")) {
      head.setBytes(1, Merkle.emptyRoot());
      head.executeUpdate();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(
      long index,
      UUID id,
      String type,
      OffsetDateTime at,
      String actor,
      byte[] leaf,
      byte[] manifest) {}

  /** A tile that a group made or made longer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Touched(boolean fresh, int level, long number, byte[] hashes) {}

  /**
   * A group as the ledger committed it.
   *
   * @param size of the tree after it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Group(
      List<Entry> entries, List<Touched> tiles, long size, byte[] root, String checkpoint) {}

  /** What was read of a ledger to be written again. */
  static final class Groups {
    private final List<Group> groups = new ArrayList<>();
    private int entries;

    int count() {
      return groups.size();
    }
  }

  /**
   * Reads the entries of a ledger from where the last call ended.
   *
   * @param checkpoints by the tree's size after each group
   */
  Groups groups(DataSource ledger, SortedMap<Long, String> checkpoints) throws SQLException {
    Groups groups = new Groups();
    try (Connection connection = ledger.getConnection()) {
      for (var checkpoint : checkpoints.entrySet()) {
        List<Entry> entries = entries(connection, tree.size(), checkpoint.getKey());
        groups.groups.add(group(entries, checkpoint.getValue()));
        groups.entries += entries.size();
      }
    }
    return groups;
  }

  private Group group(List<Entry> entries, String checkpoint) {
    long before = tree.size();
    entries.forEach(entry -> tree.append(Merkle.leafHash(entry.leaf())));
    List<Touched> tiles =
        tree.touched().stream()
            .map(
                tile ->
                    new Touched(
                        before >>> (tile.level() * Tile.HEIGHT) <= tile.number() * Tile.WIDTH,
                        tile.level(),
                        tile.number(),
                        tile.bytes()))
            .toList();
    byte[] root = new Proofs(tree.size(), tree).root();
    tree.settle();
    return new Group(entries, tiles, tree.size(), root, checkpoint);
  }

  private static List<Entry> entries(Connection connection, long from, long end)
      throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT entry_index, id, type, at, actor, leaf, manifest FROM ledger.entry"
                + " WHERE entry_index >= ? AND entry_index < ? ORDER BY entry_index")) {
      query.setLong(1, from);
      query.setLong(2, end);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          entries.add(entry(rows));
        }
      }
    }
    return entries;
  }

  private static Entry entry(ResultSet rows) throws SQLException {
    return new Entry(
        rows.getLong(1),
        rows.getObject(2, UUID.class),
        rows.getString(3),
        rows.getObject(4, OffsetDateTime.class),
        rows.getString(5),
        rows.getBytes(6),
        rows.getBytes(7));
  }

  /** Writes the groups, each in a durable transaction; entries a second. */
  double write(Groups groups) throws SQLException {
    try (Connection connection = bare.dataSource().getConnection();
        Writer writer = new Writer(connection)) {
      connection.setAutoCommit(false);
      long begin = System.nanoTime();
      for (Group group : groups.groups) {
        writer.write(group);
        connection.commit();
      }
      double took = (System.nanoTime() - begin) / 1e9;
      connection.setAutoCommit(true);
      return groups.entries / took;
    }
  }

  /** The statements. */
  private static final class Writer implements AutoCloseable {
    private final PreparedStatement entry;
    private final PreparedStatement fresh;
    private final PreparedStatement longer;
    private final PreparedStatement head;

    Writer(Connection connection) throws SQLException {
      entry =
          connection.prepareStatement(
              "INSERT INTO ledger.entry (entry_index, id, type, at, actor, leaf, manifest)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?)");
      fresh =
          connection.prepareStatement(
              "INSERT INTO ledger.tile (hashes, tile_level, tile_number) VALUES (?, ?, ?)");
      longer =
          connection.prepareStatement(
              "UPDATE ledger.tile SET hashes = ? WHERE tile_level = ? AND tile_number = ?");
      head =
          connection.prepareStatement(
              "UPDATE ledger.tree_head SET tree_size = ?, root = ?, checkpoint = ? WHERE log = 1");
    }

    void write(Group group) throws SQLException {
      for (Entry each : group.entries()) {
        add(entry, each);
      }
      entry.executeBatch();
      for (Touched each : group.tiles()) {
        add(each.fresh() ? fresh : longer, each);
      }
      fresh.executeBatch();
      longer.executeBatch();
      head.setLong(1, group.size());
      head.setBytes(2, group.root());
      head.setString(3, group.checkpoint());
      head.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
      entry.close();
      fresh.close();
      longer.close();
      head.close();
    }
  }

  private static void add(PreparedStatement statement, Touched tile) throws SQLException {
    statement.setBytes(1, tile.hashes());
    statement.setInt(2, tile.level());
    statement.setLong(3, tile.number());
    statement.addBatch();
  }

  private static void add(PreparedStatement insert, Entry entry) throws SQLException {
    insert.setLong(1, entry.index());
    insert.setObject(2, entry.id());
    insert.setString(3, entry.type());
    insert.setObject(4, entry.at());
    insert.setString(5, entry.actor());
    insert.setBytes(6, entry.leaf());
    insert.setBytes(7, entry.manifest());
    insert.addBatch();
  }

  /**
   * Reads every row that a check of the ledger needs, to the end, by as many readers on connections
   * of their own; entries a second.
   */
  static double read(Database database, long size, int readers) throws Exception {
    Queue<Read> work = new ConcurrentLinkedQueue<>();
    work.add(BareRows::uses);
    work.add(BareRows::tiles);
    for (int i = 0; i < RANGES; i++) {
      long from = size * i / RANGES;
      long end = size * (i + 1) / RANGES;
      work.add(connection -> range(connection, from, end));
    }
    ExecutorService pool = Executors.newFixedThreadPool(readers);
    try {
      long begin = System.nanoTime();
      List<Callable<Void>> all =
          Collections.nCopies(
              readers,
              () -> {
                drain(database, work);
                return null;
              });
      for (Future<Void> reader : pool.invokeAll(all)) {
        reader.get();
      }
      return size / ((System.nanoTime() - begin) / 1e9);
    } finally {
      pool.shutdown();
    }
  }

  /** Something to read. */
  private interface Read {
    void from(Connection connection) throws SQLException;
  }

  private static void drain(Database database, Queue<Read> work) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      stream(connection, database.dialect(), true);
      for (Read next = work.poll(); next != null; next = work.poll()) {
        next.from(connection);
      }
      stream(connection, database.dialect(), false);
    }
  }

  /** Lets rows come as they are read instead of all at once. */
  private static void stream(Connection connection, Dialect dialect, boolean on)
      throws SQLException {
    connection.setAutoCommit(!on);
    if (dialect == Dialect.H2) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LAZY_QUERY_EXECUTION " + (on ? 1 : 0));
      }
    }
  }

  private static void range(Connection connection, long from, long end) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT entry_index, id, type, at, actor, leaf, manifest FROM ledger.entry"
                + " WHERE entry_index >= ? AND entry_index < ? ORDER BY entry_index")) {
      query.setFetchSize(FETCH);
      query.setLong(1, from);
      query.setLong(2, end);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          entry(rows);
        }
      }
    }
  }

  private static void tiles(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows =
          statement.executeQuery("SELECT tile_level, tile_number, hashes FROM ledger.tile")) {
        while (rows.next()) {
          rows.getInt(1);
          rows.getLong(2);
          rows.getBytes(3);
        }
      }
    }
  }

  private static void uses(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows =
          statement.executeQuery("SELECT part, entry_index, hmac FROM ledger.row_use")) {
        while (rows.next()) {
          rows.getLong(1);
          rows.getLong(2);
          rows.getBytes(3);
        }
      }
    }
  }
}
