package io.tongban.api.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.api.login.LoginTenant;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Signs what the demo provider says (ES256). */
@ApplicationScoped
class DemoTokens {
  static final Duration TERM = Duration.ofHours(1);
  private static final String KEY = "demo-idp";
  private final HubKeys keys;
  private final HubSettings settings;
  private final Ids ids;
  private final Clock clock;

  @Inject
  DemoTokens(HubKeys keys, HubSettings settings, Ids ids, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  String issuer() {
    return settings.publicUrl() + "/demo-idp";
  }

  /** The public keys (RFC 7517). */
  Map<String, Object> jwks() {
    return new JWKSet(key().toPublicJWK()).toJSONObject();
  }

  String idToken(DemoCodes.Code code) {
    JWTClaimsSet.Builder claims =
        claims(code)
            .audience(code.tenant().demoClientId())
            .claim("name", code.identity().person().zh())
            .claim("name#en", code.identity().person().en())
            .claim("roles", List.of(code.identity().role().key()));
    if (code.identity().idNumber() != null) {
      claims.claim(LoginTenant.DEMO_SUBJECT_CLAIM, code.identity().idNumber());
    }
    if (code.identity() == DemoIdentity.CLERK) {
      claims.claim(LoginTenant.DEMO_CLIENT_CLAIM, LoginTenant.DEMO_CLIENT);
    }
    if (code.nonce() != null) {
      claims.claim("nonce", code.nonce());
    }
    return sign(claims.build());
  }

  String accessToken(DemoCodes.Code code) {
    return sign(claims(code).audience(issuer()).build());
  }

  private JWTClaimsSet.Builder claims(DemoCodes.Code code) {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject(code.identity().subject())
        .jwtID(ids.next().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(TERM)));
  }

  private String sign(JWTClaimsSet claims) {
    try {
      ECKey key = key();
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a P-256 key signs ES256", e);
    }
  }

  private ECKey key() {
    KeyPair pair = keys.ec256(KEY);
    try {
      return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
          .privateKey((ECPrivateKey) pair.getPrivate())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint()
          .build();
    } catch (JOSEException e) {
      throw new IllegalStateException("every P-256 key has a thumbprint", e);
    }
  }
}
