package io.tongban.access.jose;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.access.AccessProblem;
import io.tongban.access.Tokens;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Authenticates clients by {@code private_key_jwt} (RFC 7523, section 3). */
@ApplicationScoped
class ClientAssertions {
  static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
  static final Duration SKEW = Duration.ofMinutes(1);
  private static final String WHAT = "the client assertion";

  private final ClientKeys keys;
  private final Clock clock;
  private final Set<String> audiences;

  @Inject
  ClientAssertions(ClientKeys keys, Clock clock, HubSettings settings) {
    this.keys = keys;
    this.clock = clock;
    String issuer = settings.publicUrl().toString();
    this.audiences = Set.of(issuer, issuer + Tokens.ENDPOINT);
  }

  /** An assertion that holds; its use is not marked yet. */
  record Assertion(String client, String id, Instant until) {}

  /**
   * Checks an assertion.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CLIENT_ASSERTION_INVALID}, {@link
   *     AccessProblem#CLIENT_ASSERTION_AUDIENCE} or {@link AccessProblem#CLIENT_ASSERTION_EXPIRED}
   */
  Assertion check(String text) {
    SignedJWT jwt = Jwts.parse(text, AccessProblem.CLIENT_ASSERTION_INVALID, WHAT);
    Jwts.header(jwt.getHeader(), Set.of(), AccessProblem.CLIENT_ASSERTION_INVALID, WHAT);
    Jwts.algorithm(jwt.getHeader(), AccessProblem.CLIENT_ASSERTION_INVALID, WHAT);
    JWTClaimsSet claims = Jwts.claims(jwt);
    String client = Jwts.text(claims, "sub", AccessProblem.CLIENT_ASSERTION_INVALID, WHAT);
    if (!client.equals(claims.getIssuer())) {
      throw AccessProblem.CLIENT_ASSERTION_INVALID.problem("iss and sub of " + WHAT + " differ");
    }
    signature(jwt, client);
    String id = Jwts.text(claims, "jti", AccessProblem.CLIENT_ASSERTION_INVALID, WHAT);
    audience(claims.getAudience());
    return new Assertion(client, id, lifetime(claims));
  }

  /** Unknown clients and wrong signatures read alike: who asks learns no names. */
  private void signature(SignedJWT jwt, String client) {
    String kid = jwt.getHeader().getKeyID();
    List<JWK> candidates =
        keys.of(client).stream().filter(k -> kid == null || kid.equals(k.getKeyID())).toList();
    if (candidates.stream().noneMatch(key -> Signatures.holds(jwt, key))) {
      throw AccessProblem.CLIENT_ASSERTION_INVALID.problem(
          WHAT + " is not signed with a key registered for its client");
    }
  }

  private void audience(List<String> audience) {
    if (audience.stream().noneMatch(audiences::contains)) {
      throw AccessProblem.CLIENT_ASSERTION_AUDIENCE.problem(
          "aud of "
              + WHAT
              + " must be one of "
              + String.join(", ", audiences.stream().sorted().toList()));
    }
  }

  private Instant lifetime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant expires = Jwts.instant(claims.getExpirationTime());
    Instant issued = Jwts.instant(claims.getIssueTime());
    Instant notBefore = Jwts.instant(claims.getNotBeforeTime());
    if (expires == null) {
      throw expired("has no exp", now);
    }
    if (!now.isBefore(expires.plus(SKEW))) {
      throw expired("expired at " + expires, now);
    }
    if (expires.isAfter(now.plus(LONGEST_LIFE).plus(SKEW))) {
      throw expired("is valid for more than five minutes, until " + expires, now);
    }
    if (future(issued, now) || future(notBefore, now)) {
      throw expired("is not valid yet", now);
    }
    return expires.plus(SKEW);
  }

  private static boolean future(Instant instant, Instant now) {
    return instant != null && instant.isAfter(now.plus(SKEW));
  }

  private static io.tongban.hub.ProblemException expired(String how, Instant now) {
    return AccessProblem.CLIENT_ASSERTION_EXPIRED.problem(
        WHAT + " " + how + "; the hub's clock says " + now);
  }
}
