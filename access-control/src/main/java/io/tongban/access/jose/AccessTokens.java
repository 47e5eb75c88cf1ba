package io.tongban.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import io.tongban.access.AccessProblem;
import io.tongban.access.AuthenticatedClient;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Mints and reads the hub's access tokens (RFC 9068), signed ES256 with the hub's token key. */
@ApplicationScoped
class AccessTokens {
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final String WHAT = "the access token";

  /** Among the hub's own nodes. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  /** Tokens whose signature need not be verified again; beyond so many all are forgotten. */
  private static final int KEPT = 10_000;

  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final String issuer;
  private final Clock clock;
  private final Ids ids;
  private final ECKey publicKey;
  private final ECDSASigner signer;

  @Inject
  AccessTokens(HubKeys keys, HubSettings settings, Clock clock, Ids ids) {
    this.issuer = settings.publicUrl().toString();
    this.clock = clock;
    this.ids = ids;
    KeyPair pair = keys.ec256("token");
    this.publicKey = publicKey(pair);
    this.signer = Signatures.signer(pair.getPrivate());
  }

  private static ECKey publicKey(KeyPair pair) {
    try {
      return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint()
          .build();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A token that held: whose it is, which key it is bound to and when it is good. */
  record Held(String client, String thumbprint, Instant issued, Instant expires) {}

  /** The key that verifies the tokens. */
  JWKSet jwks() {
    return new JWKSet(publicKey);
  }

  String mint(AuthenticatedClient client, String thumbprint) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(publicKey.getKeyID()).build();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(issuer)
            .subject(client.actor().client())
            .claim("client_id", client.actor().client())
            .claim("department", client.actor().department())
            .claim("roles", client.roles().stream().sorted().toList())
            .jwtID(ids.next().toString())
            .issueTime(Date.from(clock.instant()))
            .expirationTime(Date.from(client.expires()))
            .claim("cnf", Map.of("jkt", thumbprint));
    if (client.actor().region() != null) {
      claims.claim("region", client.actor().region());
    }
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the hub's own key signs", e);
    }
    return token.serialize();
  }

  /**
   * Reads a token.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#TOKEN_INVALID} or {@link
   *     AccessProblem#TOKEN_EXPIRED}
   */
  Held read(String text) {
    Held known = held.get(text);
    if (known == null) {
      known = verified(text);
      if (held.size() >= KEPT) {
        held.clear();
      }
      held.put(text, known);
    }
    requireInTime(known);
    return known;
  }

  private Held verified(String text) {
    AccessProblem invalid = AccessProblem.TOKEN_INVALID;
    SignedJWT token = Jwts.parse(text, invalid, WHAT);
    Jwts.header(token.getHeader(), Set.of(), invalid, WHAT);
    // ID tokens, client assertions and proofs are JWTs too; only this type is an access token
    if (!TYPE.equals(token.getHeader().getType())) {
      throw invalid.problem("typ of " + WHAT + " must be " + TYPE);
    }
    if (!token.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
        || !publicKey.getKeyID().equals(token.getHeader().getKeyID())
        || !Signatures.holds(token, publicKey)) {
      throw invalid.problem(WHAT + " is not signed with this hub's key");
    }
    JWTClaimsSet claims = Jwts.claims(token);
    if (!issuer.equals(claims.getIssuer()) || !claims.getAudience().contains(issuer)) {
      throw invalid.problem("iss and aud of " + WHAT + " must be " + issuer);
    }
    JWKThumbprintConfirmation bound = JWKThumbprintConfirmation.parse(claims);
    if (bound == null) {
      throw invalid.problem(WHAT + " is bound to no key");
    }
    Instant expires = Jwts.instant(claims.getExpirationTime());
    Instant issued = Jwts.instant(claims.getIssueTime());
    if (expires == null || issued == null) {
      throw invalid.problem(WHAT + " lacks exp or iat");
    }
    return new Held(
        Jwts.text(claims, "client_id", invalid, WHAT),
        bound.getValue().toString(),
        issued,
        expires);
  }

  private void requireInTime(Held token) {
    Instant now = clock.instant();
    if (!now.isBefore(token.expires())) {
      throw AccessProblem.TOKEN_EXPIRED.problem(WHAT + " was valid until " + token.expires());
    }
    // a hub whose clock was set back must not honour tokens for longer than they were made for
    if (token.issued().isAfter(now.plus(SKEW))) {
      throw AccessProblem.TOKEN_INVALID.problem(WHAT + " is not valid before " + token.issued());
    }
  }
}
