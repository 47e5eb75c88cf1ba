package io.tongban.ledger.merkle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The right edge of the tree in memory: takes leaf hashes, and knows every node that root and
 * inclusion paths of the new leaves need. Not thread-safe.
 */
public final class GrowingTree implements Nodes {
  /** By level, the tiles at the edge in the order of their numbers, without gaps. */
  private final List<List<Tile>> levels = new ArrayList<>();

  private final Set<Tile> touched = new LinkedHashSet<>();
  private long size;

  /** The tree of a size; its edge tiles are fetched. */
  public GrowingTree(long size, TiledNodes.Source source) {
    this.size = size;
    for (int level = 0; width(level) > 0; level++) {
      long number = width(level) / Tile.WIDTH;
      int rest = (int) (width(level) % Tile.WIDTH);
      Tile tile = rest == 0 ? new Tile(level, number) : source.tile(level, number);
      if (tile.width() < rest) {
        throw new IllegalStateException("tile " + level + "/" + number + " is too short");
      }
      put(tile);
    }
  }

  private void put(Tile tile) {
    while (levels.size() <= tile.level()) {
      levels.add(new ArrayList<>());
    }
    levels.get(tile.level()).add(tile);
  }

  /** A tile at the edge, or null. */
  private Tile edge(int level, long number) {
    List<Tile> tiles = level < levels.size() ? levels.get(level) : List.of();
    long at = tiles.isEmpty() ? 0 : number - tiles.get(0).number();
    return at >= 0 && at < tiles.size() ? tiles.get((int) at) : null;
  }

  /** How many hashes a level has. */
  private long width(int level) {
    return level * Tile.HEIGHT >= Long.SIZE ? 0 : size >>> (level * Tile.HEIGHT);
  }

  /** Appends a leaf hash. */
  public void append(byte[] leafHash) {
    add(0, size, leafHash);
    size++;
  }

  /**
   * Appends up to a tile of leaf hashes.
   *
   * @param tile the next tile of level 0, whose place in this tree is still empty
   */
  public void append(Tile tile) {
    long next = size / Tile.WIDTH;
    if (tile.level() != 0 || tile.number() != next || size % Tile.WIDTH != 0) {
      throw new IllegalArgumentException("the tile is not the next one");
    }
    Tile empty = edge(0, next);
    if (empty != null) {
      levels.get(0).remove(empty);
    }
    put(tile);
    touched.add(tile);
    size += tile.width();
    if (tile.full()) {
      add(1, next, tile.node(Tile.HEIGHT, 0));
    }
  }

  private void add(int level, long index, byte[] hash) {
    Tile tile = edge(level, index / Tile.WIDTH);
    if (tile == null) {
      tile = new Tile(level, index / Tile.WIDTH);
      put(tile);
    }
    tile.add(hash);
    touched.add(tile);
    if (tile.full()) {
      add(level + 1, tile.number(), tile.node(Tile.HEIGHT, 0));
    }
  }

  /** How many leaves it has. */
  public long size() {
    return size;
  }

  /** The tiles that changed since the last {@link #settle}. */
  public List<Tile> touched() {
    return new ArrayList<>(touched);
  }

  /** Forgets what is no longer at the edge. */
  public void settle() {
    touched.clear();
    levels.forEach(tiles -> tiles.removeIf(Tile::full));
  }

  @Override
  public byte[] node(int height, long index) {
    int within = height % Tile.HEIGHT;
    int level = height / Tile.HEIGHT;
    Tile tile = edge(level, index >>> (Tile.HEIGHT - within));
    if (tile == null) {
      throw new IllegalStateException("a node that is not at the edge was asked for");
    }
    return TiledNodes.within(tile, within, index);
  }
}
