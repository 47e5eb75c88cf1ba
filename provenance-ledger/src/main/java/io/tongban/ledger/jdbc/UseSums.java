package io.tongban.ledger.jdbc;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sums over the row index by stretches of the log, by which two sides compare it without putting it
 * in order: each use is hashed together with a key that nobody knows beforehand, and the hash added
 * to its stretch's sum. Equal sums are equal sets but for a chance of 1 in 2^128. Not thread-safe.
 */
final class UseSums {
  private static final int STRETCHES = 1_024;
  private final long width;
  private final long[] high = new long[STRETCHES];
  private final long[] low = new long[STRETCHES];
  private final MessageDigest sha256;

  /** What is hashed of a use before its own hash: the key and the use's place. */
  private final byte[] head;

  private final int place;

  /** A range of indexes, {@code end} exclusive. */
  record Range(long from, long end) {}

  /**
   * Empty sums.
   *
   * @param key random bytes, the same for sums that are to be compared
   * @param size of the log
   */
  UseSums(byte[] key, long size) {
    this.head = Arrays.copyOf(key, key.length + 2 * Long.BYTES);
    this.place = key.length;
    this.width = Math.max(1, (size + STRETCHES - 1) / STRETCHES);
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds a use of an index below the size; an index below 0 counts for the first stretch. */
  void add(RowUses.Use use) {
    ByteBuffer.wrap(head).putLong(place, use.part()).putLong(place + Long.BYTES, use.entryIndex());
    sha256.update(head);
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(use.hmac()));
    int stretch = (int) (Math.max(0, use.entryIndex()) / width);
    high[stretch] += hash.getLong();
    low[stretch] += hash.getLong();
  }

  /** Adds other sums of the same key and size. */
  void add(UseSums other) {
    for (int i = 0; i < STRETCHES; i++) {
      high[i] += other.high[i];
      low[i] += other.low[i];
    }
  }

  /** The first stretch that differs among those that lie wholly below an index. */
  Optional<Range> differs(UseSums other, long below) {
    for (int i = 0; i < STRETCHES && (i + 1) * width <= below; i++) {
      if (high[i] != other.high[i] || low[i] != other.low[i]) {
        return Optional.of(new Range(i * width, (i + 1) * width));
      }
    }
    return Optional.empty();
  }

  /** Where the stretch of an index begins. */
  long begin(long index) {
    return index / width * width;
  }
}
