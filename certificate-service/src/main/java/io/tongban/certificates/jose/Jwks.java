package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.CanonicalJson;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/** P-256 keys as JWKs (RFC 7517). */
public final class Jwks {
  private Jwks() {}

  /**
   * A public P-256 key; a key off the curve, of another curve, or with its private part is none.
   */
  public static Optional<ECPublicKey> p256(JsonNode jwk) {
    return parse(jwk)
        .flatMap(
            key -> {
              try {
                return Optional.of(key.toECPublicKey());
              } catch (JOSEException notOnThisPlatform) {
                return Optional.empty();
              }
            });
  }

  private static Optional<ECKey> parse(JsonNode jwk) {
    if (jwk == null || !jwk.isObject() || jwk.has("d")) {
      return Optional.empty();
    }
    try {
      ECKey key = ECKey.parse(jwk.toString());
      return Curve.P_256.equals(key.getCurve()) ? Optional.of(key) : Optional.empty();
    } catch (ParseException | IllegalArgumentException noKey) {
      return Optional.empty();
    }
  }

  /** The key's required members only ({@code kty}, {@code crv}, {@code x}, {@code y}). */
  public static ObjectNode json(ECPublicKey key) {
    int size = key.getParams().getCurve().getField().getFieldSize();
    return JsonNodeFactory.instance
        .objectNode()
        .put("kty", "EC")
        .put("crv", Curve.P_256.getName())
        .put("x", ECKey.encodeCoordinate(size, key.getW().getAffineX()).toString())
        .put("y", ECKey.encodeCoordinate(size, key.getW().getAffineY()).toString());
  }

  /** Base64url SHA-256 thumbprint (RFC 7638). */
  public static String thumbprint(ECPublicKey key) {
    // over the required members only, sorted
    return Strict.encode(CanonicalJson.sha256(json(key)));
  }

  /**
   * A key that verifies an issuer's signatures, with its certificates.
   *
   * @param chain leaf first, without the anchor
   */
  public static ObjectNode verifying(SignatureSuite suite, List<X509Certificate> chain) {
    ECPublicKey key = (ECPublicKey) chain.get(0).getPublicKey();
    int size = key.getParams().getCurve().getField().getFieldSize();
    ObjectNode jwk = CanonicalJson.mapper().createObjectNode();
    jwk.put("kty", "EC");
    jwk.put("crv", curve(suite));
    jwk.put("x", ECKey.encodeCoordinate(size, key.getW().getAffineX()).toString());
    jwk.put("y", ECKey.encodeCoordinate(size, key.getW().getAffineY()).toString());
    // RFC 7638: over the required members only
    String thumbprint = Base64URL.encode(CanonicalJson.sha256(jwk)).toString();
    jwk.put("use", "sig");
    jwk.put("alg", suite.algorithm());
    jwk.put("kid", thumbprint);
    ArrayNode certificates = jwk.putArray("x5c");
    chain.forEach(each -> certificates.add(Base64.encode(Chains.encoded(each)).toString()));
    return jwk;
  }

  /** For SM2 no name is registered. */
  private static String curve(SignatureSuite suite) {
    return switch (suite) {
      case ES256 -> Curve.P_256.getName();
      case ES384 -> Curve.P_384.getName();
      case SM2 -> "SM2";
    };
  }
}
