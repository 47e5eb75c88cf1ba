package io.tongban.ledger.jdbc;

import io.tongban.ledger.RowRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hashes of records (HMAC-SHA-256, first 16 bytes): equal records meet, nobody else knows.
 */
final class RowHashes {
  /** Bytes of a hash. */
  static final int BYTES = 16;

  /** A thread's own, used again and again. */
  private final ThreadLocal<Mac> macs;

  /** Hashes under a 32-byte key. */
  RowHashes(byte[] key) {
    SecretKeySpec secret = new SecretKeySpec(key, "HmacSHA256");
    this.macs = ThreadLocal.withInitial(() -> mac(secret));
  }

  /** The hash of a record. */
  byte[] of(RowRef row) {
    return hash(macs.get(), row);
  }

  /** The hashes of records, each once. */
  List<byte[]> of(List<RowRef> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Mac mac = macs.get();
    List<byte[]> hashes = new ArrayList<>(rows.size());
    for (RowRef row : new LinkedHashSet<>(rows)) {
      hashes.add(hash(mac, row));
    }
    return hashes;
  }

  /** The length in front keeps ("a", "bc") and ("ab", "c") apart. */
  private static byte[] hash(Mac mac, RowRef row) {
    byte[] resource = row.resource().getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(resource.length).array());
    mac.update(resource);
    return Arrays.copyOf(mac.doFinal(row.key().getBytes(StandardCharsets.UTF_8)), BYTES);
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
