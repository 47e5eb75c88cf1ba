package io.tongban.registry.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The first 128 bits of a SHA-256: enough that a department cannot make two records collide, and
 * half the memory.
 */
record Fingerprint(long high, long low) {

  static Fingerprint of(UUID stored) {
    return new Fingerprint(stored.getMostSignificantBits(), stored.getLeastSignificantBits());
  }

  UUID toUuid() {
    return new UUID(high, low);
  }

  /** Makes fingerprints; not for several threads. */
  static final class Maker {
    private static final byte NULL = 0;
    private static final byte VALUE = 1;
    private final MessageDigest digest;
    private final ByteBuffer length = ByteBuffer.allocate(5);

    Maker() {
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    Fingerprint of(String key) {
      digest.update(key.getBytes(StandardCharsets.UTF_8));
      return finish();
    }

    /** Of values in storable form: each with its length, so that none runs into the next. */
    Fingerprint of(Object[] values) {
      for (Object value : values) {
        length.clear();
        if (value == null) {
          digest.update(length.put(NULL).putInt(0).array());
        } else {
          byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
          digest.update(length.put(VALUE).putInt(bytes.length).array());
          digest.update(bytes);
        }
      }
      return finish();
    }

    private Fingerprint finish() {
      ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
      return new Fingerprint(bytes.getLong(), bytes.getLong());
    }
  }
}
