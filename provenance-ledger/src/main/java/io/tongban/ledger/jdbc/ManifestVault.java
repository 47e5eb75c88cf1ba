package io.tongban.ledger.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals manifests: AES-256-GCM with the logged leaf as additional data, so that a manifest fits its
 * own entry only. Every entry has a key of its own, which lifts GCM's bound on messages under one
 * key. The entry's row hashes are sealed with the manifest: so a deleted row of {@code row_use}
 * shows.
 */
final class ManifestVault {
  private static final byte VERSION = 1;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private final byte[] master;
  private final SecureRandom random = new SecureRandom();

  /** A vault under a 32-byte key. */
  ManifestVault(byte[] master) {
    this.master = master.clone();
  }

  /** What was sealed. */
  record Opened(ObjectNode manifest, List<byte[]> rows) {}

  /** Version, IV, ciphertext with tag. */
  byte[] seal(UUID id, byte[] leaf, byte[] manifest, List<byte[]> rows) {
    int length = Integer.BYTES + RowHashes.BYTES * rows.size() + manifest.length;
    ByteBuffer plain = ByteBuffer.allocate(length).putInt(rows.size());
    rows.forEach(plain::put);
    plain.put(manifest);
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] secret = cipher(Cipher.ENCRYPT_MODE, id, leaf, iv).doFinal(plain.array());
      return ByteBuffer.allocate(1 + IV_BYTES + secret.length)
          .put(VERSION)
          .put(iv)
          .put(secret)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * Opens what was sealed for an entry.
   *
   * @throws GeneralSecurityException if it is not what was sealed for this leaf
   */
  Opened open(UUID id, byte[] leaf, byte[] sealed) throws GeneralSecurityException {
    ByteBuffer plain = plain(id, leaf, sealed);
    List<byte[]> rows = rows(plain);
    byte[] manifest = new byte[plain.remaining()];
    plain.get(manifest);
    return new Opened((ObjectNode) CanonicalJson.read(manifest), rows);
  }

  /**
   * The row hashes alone.
   *
   * @throws GeneralSecurityException if it is not what was sealed for this leaf
   */
  List<byte[]> rows(UUID id, byte[] leaf, byte[] sealed) throws GeneralSecurityException {
    return rows(plain(id, leaf, sealed));
  }

  private ByteBuffer plain(UUID id, byte[] leaf, byte[] sealed) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(sealed);
    if (in.remaining() < 1 + IV_BYTES || in.get() != VERSION) {
      throw new GeneralSecurityException("not a sealed manifest");
    }
    byte[] iv = new byte[IV_BYTES];
    in.get(iv);
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, id, leaf, iv);
    return ByteBuffer.wrap(cipher.doFinal(sealed, in.position(), in.remaining()));
  }

  private static List<byte[]> rows(ByteBuffer plain) {
    List<byte[]> rows = new ArrayList<>();
    for (int left = plain.getInt(); left > 0; left--) {
      byte[] row = new byte[RowHashes.BYTES];
      plain.get(row);
      rows.add(row);
    }
    return rows;
  }

  private Cipher cipher(int mode, UUID id, byte[] leaf, byte[] iv) throws GeneralSecurityException {
    Mac hmac = Mac.getInstance("HmacSHA256");
    hmac.init(new SecretKeySpec(master, "HmacSHA256"));
    hmac.update(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(hmac.doFinal(), "AES"), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(leaf);
    return cipher;
  }
}
