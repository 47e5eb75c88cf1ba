package io.tongban.examples;

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
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** An issuer that no hub knows, well-formed in everything else. */
final class ForeignIssuer {
  private ForeignIssuer() {}

  static String certificate() {
    try {
      ECKey key = new ECKeyGenerator(Curve.P_256).keyID("foreign").generate();
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType("dc+sd-jwt"))
                  .keyID("foreign")
                  .build(),
              new JWTClaimsSet.Builder()
                  .issuer("https://issuer.elsewhere.example")
                  .claim("vct", "urn:tongban:example:food-approval:1")
                  .claim("approval_number", "1")
                  .claim("cnf", Map.of("jwk", key.toPublicJWK().toJSONObject()))
                  .issueTime(new Date())
                  .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                  .build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize() + "~";
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }
}
