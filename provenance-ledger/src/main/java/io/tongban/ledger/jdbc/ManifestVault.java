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
 * shows. So is the nonce of the manifest's digest: an audit pack can then prove the manifest.
 */
final class ManifestVault {
  /** Without the nonce: entries sealed before it was kept. */
  private static final byte FIRST_VERSION = 1;

  private static final byte VERSION = 2;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private final byte[] master;
  private final SecureRandom random = new SecureRandom();
  private final ThreadLocal<Tools> tools = ThreadLocal.withInitial(this::tools);

  /** A vault under a 32-byte key. */
  ManifestVault(byte[] master) {
    this.master = master.clone();
  }

  /**
   * What was sealed.
   *
   * @param nonce the nonce of the manifest's digest, or null in entries that were sealed before it
   *     was kept
   * @param canonical canonical JSON of the manifest
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Opened(byte[] nonce, byte[] canonical, List<byte[]> rows) {
    ObjectNode manifest() {
      return (ObjectNode) CanonicalJson.read(canonical);
    }
  }

  /** Version, IV, ciphertext with tag. */
  byte[] seal(UUID id, byte[] leaf, byte[] nonce, byte[] manifest, List<byte[]> rows) {
    int length =
        Drafts.NONCE_BYTES + Integer.BYTES + RowHashes.BYTES * rows.size() + manifest.length;
    ByteBuffer plain = ByteBuffer.allocate(length).put(nonce).putInt(rows.size());
    rows.forEach(plain::put);
    plain.put(manifest);
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] secret = cipher(Cipher.ENCRYPT_MODE, id, leaf, VERSION, iv).doFinal(plain.array());
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
    byte[] nonce = nonce(sealed[0], plain);
    List<byte[]> rows = rows(plain);
    byte[] manifest = new byte[plain.remaining()];
    plain.get(manifest);
    return new Opened(nonce, manifest, rows);
  }

  /**
   * The row hashes alone.
   *
   * @throws GeneralSecurityException if it is not what was sealed for this leaf
   */
  List<byte[]> rows(UUID id, byte[] leaf, byte[] sealed) throws GeneralSecurityException {
    ByteBuffer plain = plain(id, leaf, sealed);
    nonce(sealed[0], plain);
    return rows(plain);
  }

  private static byte[] nonce(byte version, ByteBuffer plain) {
    if (version == FIRST_VERSION) {
      return null;
    }
    byte[] nonce = new byte[Drafts.NONCE_BYTES];
    plain.get(nonce);
    return nonce;
  }

  private ByteBuffer plain(UUID id, byte[] leaf, byte[] sealed) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(sealed);
    if (in.remaining() < 1 + IV_BYTES) {
      throw new GeneralSecurityException("not a sealed manifest");
    }
    byte version = in.get();
    if (version != VERSION && version != FIRST_VERSION) {
      throw new GeneralSecurityException("not a sealed manifest");
    }
    byte[] iv = new byte[IV_BYTES];
    in.get(iv);
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, id, leaf, version, iv);
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

  private Cipher cipher(int mode, UUID id, byte[] leaf, byte version, byte[] iv)
      throws GeneralSecurityException {
    Tools own = tools.get();
    byte[] secret =
        own.keys()
            .doFinal(
                ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array());
    Cipher cipher = own.cipher();
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(leaf);
    if (version != FIRST_VERSION) {
      cipher.updateAAD(new byte[] {version});
    }
    return cipher;
  }

  /**
   * What a thread uses again and again: to look them up costs as much as to use them.
   *
   * @param keys makes an entry's key
   */
  private record Tools(Mac keys, Cipher cipher) {}

  private Tools tools() {
    try {
      Mac keys = Mac.getInstance("HmacSHA256");
      keys.init(new SecretKeySpec(master, "HmacSHA256"));
      return new Tools(keys, Cipher.getInstance("AES/GCM/NoPadding"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256 and AES-GCM", e);
    }
  }
}
