package io.tongban.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.access.AuthenticatedClient;
import io.tongban.access.TokenRequest;
import io.tongban.access.Tokens;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.test.TestHub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A client as a department would write one, with every part open to being wrong. */
final class TestClient {
  static final URI HERE = URI.create("http://hub.test/v1/query");
  static final String TOKEN_ENDPOINT = "http://hub.test/token";
  static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final TestHub hub;
  private final String name;
  final ECKey key;

  TestClient(TestHub hub, String name) {
    this(hub, name, newKey());
  }

  TestClient(TestHub hub, String name, ECKey key) {
    this.hub = hub;
    this.name = name;
    this.key = key;
  }

  static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  Instant now() {
    return hub.clock().instant();
  }

  JWTClaimsSet.Builder assertionClaims() {
    return new JWTClaimsSet.Builder()
        .issuer(name)
        .subject(name)
        .audience(TOKEN_ENDPOINT)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now()))
        .expirationTime(Date.from(now().plusSeconds(60)));
  }

  String assertion() {
    return sign(header().build(), assertionClaims().build(), key);
  }

  JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID());
  }

  JWSHeader.Builder proofHeader() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("dpop+jwt"))
        .jwk(key.toPublicJWK());
  }

  JWTClaimsSet.Builder proofClaims(String method, String uri, String token) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", method)
            .claim("htu", uri)
            .issueTime(Date.from(now()));
    return token == null ? claims : claims.claim("ath", hash(token));
  }

  String proof() {
    return sign(proofHeader().build(), proofClaims("POST", TOKEN_ENDPOINT, null).build(), key);
  }

  String proof(String token) {
    return proof(token, claims -> claims);
  }

  String proof(String token, UnaryOperator<JWTClaimsSet.Builder> change) {
    return sign(
        proofHeader().build(),
        change.apply(proofClaims("POST", HERE.toString(), token)).build(),
        key);
  }

  static Map<String, String> form(String assertion) {
    return Map.of(
        "grant_type",
        "client_credentials",
        "client_assertion_type",
        ASSERTION_TYPE,
        "client_assertion",
        assertion);
  }

  String token() {
    return hub.get(Tokens.class).issue(new TokenRequest(form(assertion()), proof())).accessToken();
  }

  AuthenticatedClient call(String token, String proof) {
    return hub.get(Tokens.class).authenticate("DPoP " + token, proof, "POST", HERE);
  }

  static String hash(String token) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(CanonicalJson.sha256(token.getBytes(StandardCharsets.US_ASCII)));
  }

  static String sign(JWSHeader header, JWTClaimsSet claims, JWK key) {
    try {
      JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm());
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
