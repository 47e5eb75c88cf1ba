package io.tongban.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.hub.CanonicalJson;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** A holder's key and what is signed with it. */
record BenchWallet(ECKey key) {
  static BenchWallet create() throws JOSEException {
    return new BenchWallet(new ECKeyGenerator(Curve.P_256).generate());
  }

  /** The pre-authorised code of an offer. */
  static String code(URI offer) {
    String json =
        URLDecoder.decode(
            offer.getRawQuery().substring("credential_offer=".length()), StandardCharsets.UTF_8);
    JsonNode read = CanonicalJson.read(json.getBytes(StandardCharsets.UTF_8));
    return read.findValue("pre-authorized_code").asText();
  }

  /** The proof of a credential request (OpenID4VCI 1.0, appendix F.1). */
  String proof(String issuer, String nonce, Instant at) throws JOSEException {
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("openid4vci-proof+jwt"))
            .jwk(key.toPublicJWK())
            .build(),
        new JWTClaimsSet.Builder()
            .audience(issuer)
            .issueTime(Date.from(at))
            .claim("nonce", nonce)
            .build());
  }

  /** All claims of a credential, with a KB-JWT. */
  String present(String credential, String nonce, String audience, Instant at)
      throws JOSEException {
    byte[] shown = credential.getBytes(StandardCharsets.US_ASCII);
    String hash =
        Base64.getUrlEncoder().withoutPadding().encodeToString(CanonicalJson.sha256(shown));
    return credential
        + sign(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("kb+jwt")).build(),
            new JWTClaimsSet.Builder()
                .issueTime(Date.from(at))
                .audience(audience)
                .claim("nonce", nonce)
                .claim("sd_hash", hash)
                .build());
  }

  private String sign(JWSHeader header, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }
}
