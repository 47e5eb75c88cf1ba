package io.tongban.certificates.statuslist;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed order of a list's indices: every index once, and without the key nobody can tell which
 * comes next or which two follow each other (HAIP 1.0 asks for unpredictable unique indices). A
 * Feistel network over the next even number of bits, walked until it lands inside the list.
 */
public final class IndexOrder {
  private static final int ROUNDS = 6;
  private final byte[] key;
  private final int size;
  private final int halfBits;

  /**
   * An order.
   *
   * @param key 32 secret bytes, another for each list
   * @param size how many indices, at least 2
   */
  public IndexOrder(byte[] key, int size) {
    if (size < 2) {
      throw new IllegalArgumentException("a list has at least two indices");
    }
    this.key = key.clone();
    this.size = size;
    int bits = 32 - Integer.numberOfLeadingZeros(size - 1);
    this.halfBits = (bits + 1) / 2;
  }

  /** The n-th index, counted from 0. */
  public int at(int n) {
    if (n < 0 || n >= size) {
      throw new IndexOutOfBoundsException("the list is full");
    }
    Mac mac = mac();
    int value = n;
    do {
      value = permute(mac, value);
    } while (value >= size);
    return value;
  }

  private int permute(Mac mac, int value) {
    int mask = (1 << halfBits) - 1;
    int left = value >>> halfBits;
    int right = value & mask;
    for (int round = 0; round < ROUNDS; round++) {
      int next = left ^ (mix(mac, round, right) & mask);
      left = right;
      right = next;
    }
    return (left << halfBits) | right;
  }

  private static int mix(Mac mac, int round, int half) {
    byte[] input = ByteBuffer.allocate(8).putInt(round).putInt(half).array();
    return ByteBuffer.wrap(mac.doFinal(input)).getInt();
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
