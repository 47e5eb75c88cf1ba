package io.tongban.ledger.merkle;

import java.util.HashMap;
import java.util.Map;

/** Nodes read out of tiles, each tile fetched once. Not thread-safe. */
public final class TiledNodes implements Nodes {
  private final Source source;
  private final Map<Place, Tile> tiles = new HashMap<>();

  public TiledNodes(Source source) {
    this.source = source;
  }

  /** Where tiles come from. */
  @FunctionalInterface
  public interface Source {
    /** A tile with all hashes it has by now; never null. */
    Tile tile(int level, long number);
  }

  /** Names a tile. */
  record Place(int level, long number) {}

  @Override
  public byte[] node(int height, long index) {
    int within = height % Tile.HEIGHT;
    int level = height / Tile.HEIGHT;
    Place place = new Place(level, index >>> (Tile.HEIGHT - within));
    Tile tile = tiles.computeIfAbsent(place, p -> source.tile(p.level(), p.number()));
    return within(tile, within, index);
  }

  /** The node of a tile, by its index in the whole level. */
  static byte[] within(Tile tile, int height, long index) {
    int mask = (Tile.WIDTH >> height) - 1;
    byte[] node = tile.node(height, (int) (index & mask));
    if (node == null) {
      throw new IllegalStateException(
          "tile " + tile.level() + "/" + tile.number() + " is too short");
    }
    return node;
  }
}
