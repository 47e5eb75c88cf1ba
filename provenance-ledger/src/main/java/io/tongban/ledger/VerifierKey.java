package io.tongban.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An Ed25519 verifier key of signed notes (C2SP signed-note, "Verifier keys").
 *
 * @param name the key's name; the log's origin
 * @param key the 32 bytes of the public key (RFC 8032), base64
 */
public record VerifierKey(String name, String key) {
  private static final int ED25519 = 0x01;
  private static final int KEY_BYTES = 32;

  /** DER of SubjectPublicKeyInfo up to the key (RFC 8410, section 4). */
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  public VerifierKey {
    Objects.requireNonNull(name);
    if (name.isEmpty() || name.indexOf('+') >= 0 || name.chars().anyMatch(VerifierKey::isSpace)) {
      throw new IllegalArgumentException("a key's name is not empty and holds no space and no +");
    }
    if (Base64.getDecoder().decode(key).length != KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
    }
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c < ' ';
  }

  /** A key by its name and its 32 bytes. */
  public static VerifierKey of(String name, byte[] key) {
    return new VerifierKey(name, Base64.getEncoder().encodeToString(key));
  }

  /**
   * Reads {@code name+hash+base64(0x01 ‖ key)}.
   *
   * @throws IllegalArgumentException if it is not an Ed25519 verifier key
   */
  public static VerifierKey parse(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a verifier key has three parts with + between them");
    }
    byte[] material = Base64.getDecoder().decode(parts[2]);
    if (material.length != KEY_BYTES + 1 || material[0] != ED25519) {
      throw new IllegalArgumentException("the verifier key is not one of Ed25519");
    }
    VerifierKey key = of(parts[0], java.util.Arrays.copyOfRange(material, 1, material.length));
    if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
      throw new IllegalArgumentException("the verifier key's hash does not fit its name and key");
    }
    return key;
  }

  /** The 32 bytes of the public key. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(key);
  }

  /** The key's 32-bit id: {@code SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)[:4]}. */
  public int id() {
    byte[] prefix = name.getBytes(StandardCharsets.UTF_8);
    byte[] input =
        ByteBuffer.allocate(prefix.length + 2 + KEY_BYTES)
            .put(prefix)
            .put((byte) '\n')
            .put((byte) ED25519)
            .put(bytes())
            .array();
    return ByteBuffer.wrap(io.tongban.hub.CanonicalJson.sha256(input)).getInt();
  }

  /** Whether a signature over a text is this key's. */
  public boolean verifies(String text, byte[] signature) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(publicKey());
      ed25519.update(text.getBytes(StandardCharsets.UTF_8));
      return ed25519.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    byte[] der = ByteBuffer.allocate(SPKI.length + KEY_BYTES).put(SPKI).put(bytes()).array();
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
  }

  /** The form {@link #parse} reads. */
  @Override
  public String toString() {
    byte[] material = ByteBuffer.allocate(KEY_BYTES + 1).put((byte) ED25519).put(bytes()).array();
    return name
        + "+"
        + HexFormat.of().toHexDigits(id())
        + "+"
        + Base64.getEncoder().encodeToString(material);
  }
}
