package io.tongban.api.avatica;

import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bearer tokens for {@code /jdbc}: random handles that this node keeps the digest of. They are no
 * JWTs, so nothing under {@code /v1} can take one; nothing else can be one, so {@code /jdbc} takes
 * no other token. After a restart a client exchanges again.
 */
@ApplicationScoped
class JdbcTokens {
  static final Duration LIFE = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final int MOST_PER_CLIENT = 32;
  private static final int TOKEN_BYTES = 32;

  private final Clock clock;
  private final Ids ids;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  /**
   * A token that is kept.
   *
   * @param id names it for renewal; worthless without the client's bound token
   * @param until when it ends unless it is renewed
   * @param ends when it ends at the latest
   */
  record Held(UUID id, Actor actor, Instant until, Instant ends) {}

  /** A new token, told once. */
  record Issued(UUID id, String token) {}

  @Inject
  JdbcTokens(Clock clock, Ids ids) {
    this.clock = clock;
    this.ids = ids;
  }

  /** Makes a token for a client that has shown its bound one. */
  Issued issue(Actor actor) {
    Instant now = clock.instant();
    held.values().removeIf(token -> !now.isBefore(token.until()));
    long own = held.values().stream().filter(t -> owns(actor, t)).count();
    if (own >= MOST_PER_CLIENT) {
      throw FederationProblem.CURSORS_TOO_MANY.problem(
          "the client holds " + own + " JDBC tokens; they end by themselves within 5 minutes");
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Held fresh = new Held(ids.next(), actor, now.plus(LIFE), now.plus(LONGEST));
    held.put(digest(token), fresh);
    return new Issued(fresh.id(), token);
  }

  /** Lets a token live on; its client has shown its bound one again. */
  void renew(Actor actor, UUID id) {
    Instant now = clock.instant();
    String key =
        held.entrySet().stream()
            .filter(e -> e.getValue().id().equals(id) && owns(actor, e.getValue()))
            .filter(e -> now.isBefore(e.getValue().until()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(JdbcTokens::expired);
    held.computeIfPresent(
        key,
        (k, token) -> {
          Instant until = now.plus(LIFE);
          return new Held(
              id, actor, until.isBefore(token.ends()) ? until : token.ends(), token.ends());
        });
  }

  /** Ends a token. */
  void end(Actor actor, UUID id) {
    held.values().removeIf(token -> token.id().equals(id) && owns(actor, token));
  }

  /**
   * Whose token it is.
   *
   * @param authorization the {@code Authorization} header, or null
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_MISSING} or {@link
   *     AccessProblem#TOKEN_EXPIRED}; an unknown token is told as an expired one
   */
  Actor actor(String authorization) {
    String scheme = "Bearer ";
    if (authorization == null
        || !authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
      throw AccessProblem.TOKEN_MISSING.problem(
          "/jdbc takes a bearer token from POST /v1/jdbc-tokens");
    }
    Held token = held.get(digest(authorization.substring(scheme.length()).strip()));
    if (token == null || !clock.instant().isBefore(token.until())) {
      throw expired();
    }
    return token.actor();
  }

  private static boolean owns(Actor actor, Held token) {
    return token.actor().client().equals(actor.client());
  }

  private static io.tongban.hub.ProblemException expired() {
    return AccessProblem.TOKEN_EXPIRED.problem(
        "the JDBC token is not known or has expired; exchange a new one at POST /v1/jdbc-tokens");
  }

  private static String digest(String token) {
    return HexFormat.of().formatHex(CanonicalJson.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }
}
