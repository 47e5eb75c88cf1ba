package io.tongban.certificates.issue;

import io.tongban.certificates.secrets.Sealer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The nonces of the nonce endpoint. They carry their own expiry under a keyed hash, so that the
 * endpoint, which anybody may call, stores nothing; a used one is remembered with what it was used
 * for ({@link io.tongban.certificates.jdbc.IssueStore}).
 */
@ApplicationScoped
class Nonces {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int RANDOM_BYTES = 16;
  private final Sealer sealer;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Nonces(Sealer sealer, Clock clock) {
    this.sealer = sealer;
    this.clock = clock;
  }

  String make(String authority) {
    byte[] entropy = new byte[RANDOM_BYTES];
    random.nextBytes(entropy);
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES + RANDOM_BYTES)
            .putLong(clock.instant().plus(LIFE).getEpochSecond())
            .put(entropy)
            .array();
    String body = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return body + "." + sealer.hash("nonce/" + authority, body);
  }

  /** Whether it is one of ours and in time; it may be used again. */
  boolean isFresh(String authority, String nonce) {
    return expiry(authority, nonce).isPresent();
  }

  /** Until when it is in time; empty if it is not ours or has expired. */
  Optional<Instant> expiry(String authority, String nonce) {
    int dot = nonce.indexOf('.');
    if (dot < 0 || !isOurs(authority, nonce.substring(0, dot), nonce.substring(dot + 1))) {
      return Optional.empty();
    }
    byte[] bytes = Base64.getUrlDecoder().decode(nonce.substring(0, dot));
    Instant expires = Instant.ofEpochSecond(ByteBuffer.wrap(bytes).getLong());
    return clock.instant().isBefore(expires) ? Optional.of(expires) : Optional.empty();
  }

  private boolean isOurs(String authority, String body, String hash) {
    return MessageDigest.isEqual(
        sealer.hash("nonce/" + authority, body).getBytes(StandardCharsets.US_ASCII),
        hash.getBytes(StandardCharsets.UTF_8));
  }
}
