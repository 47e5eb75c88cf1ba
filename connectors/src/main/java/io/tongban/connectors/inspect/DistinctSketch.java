package io.tongban.connectors.inspect;

import java.util.Collection;
import java.util.TreeMap;

/**
 * Counts distinct values in bounded memory (the k smallest of their hashes, Bar-Yossef et al. 2002)
 * and keeps the values of these hashes, which are a uniform sample of the distinct ones.
 */
final class DistinctSketch {
  private static final double SPACE = 0x1p64;
  private final int size;
  private final TreeMap<Long, String> smallest = new TreeMap<>(Long::compareUnsigned);
  private boolean full;

  /**
   * @param size how many are kept; up to so many are counted exactly
   */
  DistinctSketch(int size) {
    this.size = size;
  }

  void add(String value) {
    long hash = hash(value);
    if (full && Long.compareUnsigned(hash, smallest.lastKey()) >= 0) {
      return;
    }
    if (smallest.put(hash, value) == null && smallest.size() > size) {
      smallest.pollLastEntry();
      full = true;
    }
  }

  /** FNV-1a over the characters, finished as MurmurHash3 does, so that all bits count. */
  private static long hash(String value) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < value.length(); i++) {
      hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** Whether {@link #count} is counted and not estimated. */
  boolean exact() {
    return !full;
  }

  long count() {
    if (!full) {
      return smallest.size();
    }
    long last = smallest.lastKey();
    double kth = (last >>> 1) * 2.0 + (last & 1);
    return Math.max(size + 1L, Math.round((size - 1) * (SPACE / kth)));
  }

  /** A uniform sample of the distinct values. */
  Collection<String> sample() {
    return smallest.values();
  }
}
