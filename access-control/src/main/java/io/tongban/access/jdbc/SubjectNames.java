package io.tongban.access.jdbc;

import io.tongban.hub.HubKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Under which name a person is kept: a digest of the identifier, keyed by the hub's master key. */
@ApplicationScoped
class SubjectNames {
  private final SecretKeySpec key;

  @Inject
  SubjectNames(HubKeys keys) {
    this.key = new SecretKeySpec(keys.derive("access/subject-names", 32), "HmacSHA256");
  }

  /** Lower-case hex HMAC-SHA-256 of the identifier. */
  String of(String subject) {
    return hmac(key, subject);
  }

  static String hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
