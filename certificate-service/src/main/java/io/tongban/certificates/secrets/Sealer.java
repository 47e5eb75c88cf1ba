package io.tongban.certificates.secrets;

import io.tongban.hub.HubKeys;
import io.tongban.hub.HubProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps what names people out of the database's plain sight: values are sealed (AES-256-GCM), and
 * found again by a keyed hash (HMAC-SHA-256), under keys derived from the hub's master key.
 */
@ApplicationScoped
public class Sealer {
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private final SecretKeySpec sealing;
  private final SecretKeySpec hashing;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Sealer(HubKeys keys) {
    this.sealing = new SecretKeySpec(keys.derive("certificates/seal", 32), "AES");
    this.hashing = new SecretKeySpec(keys.derive("certificates/hash", 32), "HmacSHA256");
  }

  /** Seals bytes; {@code context} must be given again to open them. */
  public byte[] seal(String context, byte[] plain) {
    try {
      byte[] iv = new byte[IV_BYTES];
      random.nextBytes(iv);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, context, iv).doFinal(plain);
      byte[] out = new byte[IV_BYTES + sealed.length];
      System.arraycopy(iv, 0, out, 0, IV_BYTES);
      System.arraycopy(sealed, 0, out, IV_BYTES, sealed.length);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** Opens what {@link #seal} made; a wrong key or context is a {@link HubProblem}. */
  public byte[] open(String context, byte[] sealed) {
    try {
      byte[] iv = java.util.Arrays.copyOf(sealed, IV_BYTES);
      return cipher(Cipher.DECRYPT_MODE, context, iv)
          .doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw HubProblem.KEY_UNREADABLE.problem(
          "a sealed value of the certificate service does not open under the hub's master key", e);
    }
  }

  private Cipher cipher(int mode, String context, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Lower-case hex keyed hash of a text in a context; the same for the same pair. */
  public String hash(String context, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(hashing);
      mac.update(context.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
