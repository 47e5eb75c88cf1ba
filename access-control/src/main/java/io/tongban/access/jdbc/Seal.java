package io.tongban.access.jdbc;

import io.tongban.hub.HubKeys;
import io.tongban.hub.HubProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts of this module's tables (AES-256-GCM) under a key derived from the hub's master key,
 * each to its row and column.
 */
@ApplicationScoped
class Seal {
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Seal(HubKeys keys) {
    this.key = new SecretKeySpec(keys.derive("access/seal", 32), "AES");
  }

  /** Seals bytes; {@code context} must be given again to open them. */
  byte[] seal(String context, byte[] plain) {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, iv, context).doFinal(plain);
      byte[] sealed = Arrays.copyOf(iv, IV_BYTES + encrypted.length);
      System.arraycopy(encrypted, 0, sealed, IV_BYTES, encrypted.length);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** Opens what {@link #seal} made. */
  byte[] open(String context, byte[] sealed) {
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, IV_BYTES), context)
          .doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw HubProblem.KEY_UNREADABLE.problem(
          "a sealed value of access control does not open under the hub's master key", e);
    }
  }

  private Cipher cipher(int mode, byte[] iv, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
