package io.tongban.ledger.merkle;

import io.tongban.ledger.Merkle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Roots and proofs of the tree of one size (RFC 6962, section 2.1). The few hashes at the ragged
 * right edge are kept, so many proofs of one size cost little. Not thread-safe.
 */
public final class Proofs {
  private final long size;
  private final Nodes nodes;
  private final Map<Long, byte[]> ragged = new HashMap<>();

  /** First index under the full tile whose path is kept: entries of a group are under few tiles. */
  private long aboveTile = -1;

  private List<byte[]> above = List.of();

  /**
   * Proofs of a tree.
   *
   * @param nodes must know every complete subtree below size that is asked for
   */
  public Proofs(long size, Nodes nodes) {
    this.size = size;
    this.nodes = nodes;
  }

  /** The root. */
  public byte[] root() {
    return size == 0 ? Merkle.emptyRoot() : hash(0, size);
  }

  /** Hash of the subtree over entries {@code from} to {@code to}, exclusive. */
  private byte[] hash(long from, long to) {
    long length = to - from;
    if (Long.bitCount(length) == 1) {
      int height = Long.numberOfTrailingZeros(length);
      return nodes.node(height, from >>> height);
    }
    if (to != size) {
      return split(from, to);
    }
    byte[] known = ragged.get(from);
    if (known == null) {
      known = split(from, to);
      ragged.put(from, known);
    }
    return known;
  }

  private byte[] split(long from, long to) {
    long middle = from + half(to - from);
    return Merkle.nodeHash(hash(from, middle), hash(middle, to));
  }

  /** The largest power of two below a length of at least 2. */
  private static long half(long length) {
    return Long.highestOneBit(length - 1);
  }

  /** The inclusion path of an index, the leaf's sibling first (PATH, section 2.1.1). */
  public List<byte[]> inclusion(long index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("the index is not below the tree's size");
    }
    long tile = index / Tile.WIDTH * Tile.WIDTH;
    if (tile + Tile.WIDTH > size) {
      return path(index, 1);
    }
    if (tile != aboveTile) {
      above = path(tile, Tile.WIDTH);
      aboveTile = tile;
    }
    List<byte[]> path = new ArrayList<>(Tile.HEIGHT + above.size());
    for (int height = 0; height < Tile.HEIGHT; height++) {
      path.add(nodes.node(height, (index >>> height) ^ 1));
    }
    path.addAll(above);
    return path;
  }

  /** The path of the complete subtree of a width that begins with an index. */
  private List<byte[]> path(long index, int width) {
    List<byte[]> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > width) {
      long middle = from + half(to - from);
      if (index < middle) {
        path.add(hash(middle, to));
        to = middle;
      } else {
        path.add(hash(from, middle));
        from = middle;
      }
    }
    Collections.reverse(path);
    return path;
  }

  /**
   * What leads from the leaf hashes of a range to the root: the hashes of the largest subtrees
   * outside of it, from left to right. {@link Merkle#rootOfRange} reads it.
   *
   * @param first first index of the range
   * @param end index after its last; above {@code first}
   */
  public List<byte[]> range(long first, long end) {
    if (first < 0 || first >= end || end > size) {
      throw new IllegalArgumentException("the range is empty or not within the tree's size");
    }
    List<byte[]> outside = new ArrayList<>();
    range(0, size, first, end, outside);
    return outside;
  }

  private void range(long from, long to, long first, long end, List<byte[]> outside) {
    if (to <= first || from >= end) {
      outside.add(hash(from, to));
    } else if (from < first || to > end) {
      long middle = from + half(to - from);
      range(from, middle, first, end, outside);
      range(middle, to, first, end, outside);
    }
  }

  /** The consistency proof from an older size to this one (PROOF, section 2.1.2). */
  public List<byte[]> consistency(long oldSize) {
    if (oldSize < 0 || oldSize > size) {
      throw new IllegalArgumentException("the older size is not within the tree's size");
    }
    List<byte[]> path = new ArrayList<>();
    if (oldSize == 0 || oldSize == size) {
      return path;
    }
    long from = 0;
    long to = size;
    boolean whole = true;
    while (to != oldSize) {
      long middle = from + half(to - from);
      if (oldSize <= middle) {
        path.add(hash(middle, to));
        to = middle;
      } else {
        path.add(hash(from, middle));
        from = middle;
        whole = false;
      }
    }
    if (!whole) {
      path.add(hash(from, to));
    }
    Collections.reverse(path);
    return path;
  }
}
