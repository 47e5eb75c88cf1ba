package io.tongban.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An Ed25519 verifier key of signed notes (C2SP signed-note, "Verifier keys").
 *
 * @param name the key's name; for a log its origin
 * @param type what the key signs
 * @param key the 32 bytes of the public key (RFC 8032), base64
 */
public record VerifierKey(String name, Type type, String key) {
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /** What a key signs (C2SP signed-note, "Signature types"). */
  public enum Type {
    /** A note's text: a log's key. */
    LOG(0x01),
    /** A checkpoint with the time in front (C2SP tlog-cosignature): a witness's key. */
    WITNESS(0x04);

    private final byte code;

    Type(int code) {
      this.code = (byte) code;
    }
  }

  public VerifierKey {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
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

  /** A log's key by its name and its 32 bytes. */
  public static VerifierKey of(String name, byte[] key) {
    return of(name, Type.LOG, key);
  }

  /** A key by its name and its 32 bytes. */
  public static VerifierKey of(String name, Type type, byte[] key) {
    return new VerifierKey(name, type, Base64.getEncoder().encodeToString(key));
  }

  /**
   * Reads a log's key, {@code name+hash+base64(0x01 ‖ key)}.
   *
   * @throws IllegalArgumentException if it is not an Ed25519 verifier key
   */
  public static VerifierKey parse(String text) {
    return parse(text, Type.LOG);
  }

  /**
   * Reads a witness's key, {@code name+hash+base64(0x04 ‖ key)} (C2SP tlog-cosignature).
   *
   * @throws IllegalArgumentException if it is not a key of Ed25519 cosignatures
   */
  public static VerifierKey parseWitness(String text) {
    return parse(text, Type.WITNESS);
  }

  private static VerifierKey parse(String text, Type type) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a verifier key has three parts with + between them");
    }
    byte[] material = StrictBase64.decode(parts[2]);
    if (material.length != KEY_BYTES + 1 || material[0] != type.code) {
      throw new IllegalArgumentException(
          "the verifier key is not one of Ed25519 of a "
              + type.name().toLowerCase(java.util.Locale.ROOT));
    }
    VerifierKey key =
        of(parts[0], type, java.util.Arrays.copyOfRange(material, 1, material.length));
    if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
      throw new IllegalArgumentException("the verifier key's hash does not fit its name and key");
    }
    return key;
  }

  /** The 32 bytes of the public key. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(key);
  }

  /** The key's 32-bit id: {@code SHA-256(name ‖ 0x0A ‖ type ‖ key)[:4]}. */
  public int id() {
    byte[] prefix = name.getBytes(StandardCharsets.UTF_8);
    byte[] input =
        ByteBuffer.allocate(prefix.length + 2 + KEY_BYTES)
            .put(prefix)
            .put((byte) '\n')
            .put(type.code)
            .put(bytes())
            .array();
    return ByteBuffer.wrap(io.tongban.hub.CanonicalJson.sha256(input)).getInt();
  }

  /** Whether a signature over a note's text is this key's. */
  public boolean verifies(String text, byte[] signature) {
    if (type == Type.LOG) {
      return signed(text, signature);
    }
    if (signature.length != Long.BYTES + SIGNATURE_BYTES) {
      return false;
    }
    long time = ByteBuffer.wrap(signature).getLong();
    byte[] rest = java.util.Arrays.copyOfRange(signature, Long.BYTES, signature.length);
    return time > 0 && signed(cosigned(time, text), rest);
  }

  /**
   * What a witness signs (C2SP tlog-cosignature, "Ed25519 signed message").
   *
   * @param time seconds since 1970
   * @param text the checkpoint's text
   */
  public static String cosigned(long time, String text) {
    return "cosignature/v1\ntime " + time + "\n" + text;
  }

  private boolean signed(String text, byte[] signature) {
    return Ed25519Signatures.verify(bytes(), text.getBytes(StandardCharsets.UTF_8), signature);
  }

  /** The form {@link #parse} reads. */
  @Override
  public String toString() {
    byte[] material = ByteBuffer.allocate(KEY_BYTES + 1).put(type.code).put(bytes()).array();
    return name
        + "+"
        + HexFormat.of().toHexDigits(id())
        + "+"
        + Base64.getEncoder().encodeToString(material);
  }
}
