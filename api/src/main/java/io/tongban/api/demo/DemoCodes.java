package io.tongban.api.demo;

import io.tongban.api.login.LoginTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Authorisation codes: once, within a minute, with the verifier of PKCE (RFC 7636). */
@ApplicationScoped
class DemoCodes {
  private static final Duration TERM = Duration.ofMinutes(1);
  private static final int MOST = 1000;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Code> codes = new ConcurrentHashMap<>();

  @Inject
  DemoCodes(Clock clock) {
    this.clock = clock;
  }

  /** What a code stands for. */
  record Code(
      LoginTenant tenant,
      DemoIdentity identity,
      String redirectUri,
      String challenge,
      String nonce,
      Instant expires) {}

  String issue(
      LoginTenant tenant,
      DemoIdentity identity,
      String redirectUri,
      String challenge,
      String nonce) {
    Instant now = clock.instant();
    codes.values().removeIf(code -> code.expires().isBefore(now));
    if (codes.size() >= MOST) {
      codes.clear();
    }
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    codes.put(code, new Code(tenant, identity, redirectUri, challenge, nonce, now.plus(TERM)));
    return code;
  }

  Optional<Code> redeem(String code, LoginTenant tenant, String redirectUri, String verifier) {
    if (code == null || verifier == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(codes.remove(code))
        .filter(c -> c.expires().isAfter(clock.instant()))
        .filter(c -> c.tenant() == tenant && c.redirectUri().equals(redirectUri))
        .filter(c -> equal(c.challenge(), challenge(verifier)));
  }

  static boolean equal(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
