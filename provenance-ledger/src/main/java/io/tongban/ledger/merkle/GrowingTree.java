package io.tongban.ledger.merkle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The right edge of the tree in memory: takes leaf hashes, and knows every node that root and
 * inclusion paths of the new leaves need. Not thread-safe.
 */
public final class GrowingTree implements Nodes {
  private final Map<TiledNodes.Place, Tile> tiles = new HashMap<>();
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
      tiles.put(new TiledNodes.Place(level, number), tile);
    }
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

  private void add(int level, long index, byte[] hash) {
    Tile tile =
        tiles.computeIfAbsent(
            new TiledNodes.Place(level, index / Tile.WIDTH), p -> new Tile(level, p.number()));
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
    tiles.values().removeIf(Tile::full);
  }

  @Override
  public byte[] node(int height, long index) {
    int within = height % Tile.HEIGHT;
    int level = height / Tile.HEIGHT;
    Tile tile = tiles.get(new TiledNodes.Place(level, index >>> (Tile.HEIGHT - within)));
    if (tile == null) {
      throw new IllegalStateException("a node that is not at the edge was asked for");
    }
    return TiledNodes.within(tile, within, index);
  }
}
