package io.tongban.ledger.merkle;

import io.tongban.ledger.Merkle;
import java.util.Arrays;

/** A tile of up to 256 hashes (C2SP tlog-tiles) with the subtree over them. Not thread-safe. */
public final class Tile {
  /** Hashes of a full tile. */
  public static final int WIDTH = 256;

  /** Height of the subtree over a full tile. */
  public static final int HEIGHT = 8;

  private final int level;
  private final long number;
  private final byte[][][] nodes = new byte[HEIGHT + 1][][];
  private int width;

  /** An empty tile. */
  public Tile(int level, long number) {
    this.level = level;
    this.number = number;
    for (int height = 0; height <= HEIGHT; height++) {
      nodes[height] = new byte[WIDTH >> height][];
    }
  }

  /**
   * A tile from its stored hashes.
   *
   * @param width how many of them to take
   */
  public static Tile of(int level, long number, byte[] hashes, int width) {
    Tile tile = new Tile(level, number);
    for (int i = 0; i < width; i++) {
      int from = i * Merkle.HASH_BYTES;
      tile.add(Arrays.copyOfRange(hashes, from, from + Merkle.HASH_BYTES));
    }
    return tile;
  }

  /** Appends a hash and completes the nodes that it completes. */
  public void add(byte[] hash) {
    int index = width++;
    nodes[0][index] = hash;
    for (int height = 0; (index & 1) == 1; height++) {
      byte[] parent = Merkle.nodeHash(nodes[height][index - 1], nodes[height][index]);
      index >>= 1;
      nodes[height + 1][index] = parent;
    }
  }

  /** Hash of a complete subtree within the tile, or null where it is not complete. */
  byte[] node(int height, int index) {
    return nodes[height][index];
  }

  /** Level, 0 for leaf hashes. */
  public int level() {
    return level;
  }

  /** Number within the level. */
  public long number() {
    return number;
  }

  /** How many hashes it holds. */
  public int width() {
    return width;
  }

  /** Whether it holds 256 hashes. */
  public boolean full() {
    return width == WIDTH;
  }

  /** The hashes one after the other. */
  public byte[] bytes() {
    byte[] out = new byte[width * Merkle.HASH_BYTES];
    for (int i = 0; i < width; i++) {
      System.arraycopy(nodes[0][i], 0, out, i * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
    }
    return out;
  }
}
