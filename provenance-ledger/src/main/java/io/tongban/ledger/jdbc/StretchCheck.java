package io.tongban.ledger.jdbc;

import io.tongban.ledger.Merkle;
import io.tongban.ledger.merkle.Tile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Re-hashes a stretch of the log, compares it with the tiles of leaf hashes, and checks every entry
 * of it. Stops at the first page that does not hold.
 */
final class StretchCheck {
  private final EntryCheck check;
  private final UseSums uses;
  private final List<Page> pages = new ArrayList<>();

  /**
   * A check.
   *
   * @param uses takes what the entries' manifests tell of the row index
   */
  StretchCheck(EntryCheck check, UseSums uses) {
    this.check = check;
    this.uses = uses;
  }

  /**
   * What was found in the entries under one tile.
   *
   * @param tile their leaf hashes
   * @param tileFault where they differ from the stored tile, or null
   * @param entryFault the first entry that is missing or does not hold, or null
   */
  record Page(Tile tile, Bad tileFault, Bad entryFault) {
    boolean holds() {
      return tileFault == null && entryFault == null;
    }
  }

  /**
   * What was found, page by page.
   *
   * @param uses what the pages' entries tell of the row index
   */
  record Found(List<Page> pages, UseSums uses) {}

  /**
   * Checks a range.
   *
   * @param from a multiple of a tile's width
   */
  Found run(Connection connection, long from, long end) throws SQLException {
    Map<Long, byte[]> stored = tiles(connection, from, end);
    try (EntryRows rows = new EntryRows(connection, from, end)) {
      for (long first = from; first < end; first += Tile.WIDTH) {
        long last = Math.min(end, first + Tile.WIDTH);
        Page page = page(rows, first, last, stored.getOrDefault(first / Tile.WIDTH, new byte[0]));
        pages.add(page);
        if (!page.holds()) {
          break;
        }
      }
    }
    return new Found(pages, uses);
  }

  private static Map<Long, byte[]> tiles(Connection connection, long from, long end)
      throws SQLException {
    Map<Long, byte[]> tiles = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT tile_number, hashes FROM ledger.tile WHERE tile_level = 0"
                + " AND tile_number >= ? AND tile_number <= ?")) {
      query.setLong(1, from / Tile.WIDTH);
      query.setLong(2, end / Tile.WIDTH);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          tiles.put(rows.getLong(1), rows.getBytes(2));
        }
      }
    }
    return tiles;
  }

  private Page page(EntryRows rows, long first, long end, byte[] stored) throws SQLException {
    Tile tile = new Tile(0, first / Tile.WIDTH);
    List<LedgerReader.Row> entries = new ArrayList<>(Tile.WIDTH);
    Bad missing = null;
    for (long index = first; index < end && missing == null; index++) {
      LedgerReader.Row row = rows.at(index);
      if (row == null) {
        missing = new Bad(index, "entry " + index + " is missing");
      } else {
        tile.add(Merkle.leafHash(row.leaf()));
        entries.add(row);
      }
    }
    Bad differs = differs(tile, stored);
    return new Page(tile, differs, differs == null ? entries(entries, missing) : null);
  }

  private Bad entries(List<LedgerReader.Row> entries, Bad missing) {
    try {
      for (LedgerReader.Row entry : entries) {
        check.rows(entry).forEach(hmac -> uses.add(RowUses.Use.of(entry.entryIndex(), hmac)));
      }
      return missing;
    } catch (Bad bad) {
      return bad;
    }
  }

  /** A rebuilt tile is a prefix of the stored one; if not, where it differs. */
  static Bad differs(Tile rebuilt, byte[] stored) {
    byte[] hashes = rebuilt.bytes();
    int at = Arrays.mismatch(hashes, Arrays.copyOf(stored, Math.min(stored.length, hashes.length)));
    if (at < 0) {
      return null;
    }
    long hash = rebuilt.number() * Tile.WIDTH + at / Merkle.HASH_BYTES;
    long index = hash << (rebuilt.level() * Tile.HEIGHT);
    return new Bad(
        index,
        "entry " + index + " does not hash to what tile level " + rebuilt.level() + " holds");
  }
}
