package io.tongban.benchmarks;

import io.tongban.hub.Database;
import io.tongban.hub.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import javax.sql.DataSource;

/** The rows of a ledger written and read by plain JDBC: what the database alone takes for them. */
final class BareRows {
  private static final int TILE = 256;
  private static final int FETCH = 1_000;

  private BareRows() {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(
      long index,
      UUID id,
      String type,
      OffsetDateTime at,
      String actor,
      byte[] leaf,
      byte[] manifest) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Tile(int level, long number, byte[] hashes) {}

  /**
   * A group as the ledger committed it.
   *
   * @param tiles those that its entries completed
   */
  private record Group(List<Entry> entries, List<Tile> tiles) {}

  /** What was read of a ledger to be written again. */
  static final class Groups {
    private final List<Group> groups;
    private final int entries;

    private Groups(List<Group> groups, int entries) {
      this.groups = groups;
      this.entries = entries;
    }

    int count() {
      return groups.size();
    }
  }

  /**
   * Reads the entries of a ledger from an index on.
   *
   * @param ends the tree's size after each group
   */
  static Groups groups(DataSource ledger, long from, SortedSet<Long> ends) throws SQLException {
    List<Group> groups = new ArrayList<>();
    try (Connection connection = ledger.getConnection()) {
      long first = from;
      for (long end : ends) {
        groups.add(new Group(entries(connection, first, end), tiles(connection, first, end)));
        first = end;
      }
      return new Groups(groups, (int) (first - from));
    }
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

  private static List<Tile> tiles(Connection connection, long from, long end) throws SQLException {
    List<Tile> tiles = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT tile_level, tile_number, hashes FROM ledger.tile"
                + " WHERE tile_level = 0 AND tile_number >= ? AND tile_number < ?")) {
      query.setLong(1, from / TILE);
      query.setLong(2, end / TILE);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          tiles.add(new Tile(rows.getInt(1), rows.getLong(2), rows.getBytes(3)));
        }
      }
    }
    return tiles;
  }

  /** Inserts the groups, each in a durable transaction; entries a second. */
  static double write(Database bare, Groups groups) throws SQLException {
    try (Connection connection = bare.dataSource().getConnection();
        PreparedStatement entry =
            connection.prepareStatement(
                "INSERT INTO ledger.entry (entry_index, id, type, at, actor, leaf, manifest)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement tile =
            connection.prepareStatement(
                "INSERT INTO ledger.tile (tile_level, tile_number, hashes) VALUES (?, ?, ?)")) {
      connection.setAutoCommit(false);
      long begin = System.nanoTime();
      for (Group group : groups.groups) {
        for (Entry each : group.entries()) {
          add(entry, each);
        }
        entry.executeBatch();
        for (Tile each : group.tiles()) {
          tile.setInt(1, each.level());
          tile.setLong(2, each.number());
          tile.setBytes(3, each.hashes());
          tile.addBatch();
        }
        tile.executeBatch();
        connection.commit();
      }
      double took = (System.nanoTime() - begin) / 1e9;
      connection.setAutoCommit(true);
      return groups.entries / took;
    }
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

  /** Reads every row that a check of the ledger needs, to the end; entries a second. */
  static double read(Database database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      long begin = System.nanoTime();
      stream(connection, database.dialect(), true);
      long entries = entries(connection);
      tilesAndUses(connection);
      double took = (System.nanoTime() - begin) / 1e9;
      stream(connection, database.dialect(), false);
      return entries / took;
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

  private static long entries(Connection connection) throws SQLException {
    long entries = 0;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT entry_index, id, type, at, actor, leaf, manifest FROM ledger.entry")) {
        while (rows.next()) {
          entry(rows);
          entries++;
        }
      }
    }
    return entries;
  }

  private static void tilesAndUses(Connection connection) throws SQLException {
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
