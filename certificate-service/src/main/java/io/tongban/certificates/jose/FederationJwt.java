package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.corretto.FastEcdsa;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** JWTs of OpenID Federation: they name their key by {@code kid} and carry no certificate. */
public final class FederationJwt {
  private static final int MAX_KEYS = 32;

  private FederationJwt() {}

  /** Signs with ES256; {@code kid} is the key's thumbprint. */
  public static String sign(KeyPair pair, String type, ObjectNode payload) {
    try {
      return sign(
          pair,
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(new JOSEObjectType(type))
              .keyID(Jwks.thumbprint((ECPublicKey) pair.getPublic()))
              .build(),
          payload);
    } catch (JOSEException e) {
      throw CertificateProblem.SIGNING_FAILED.problem("ES256 did not sign a " + type, e);
    }
  }

  /**
   * Signs as JAdES baseline B has it (ETSI TS 119 182-1): with the signing time and the signer's
   * certificate in the header.
   */
  public static String signList(
      KeyPair pair, X509Certificate leaf, Instant signed, ObjectNode payload) {
    try {
      return sign(
          pair,
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(JOSEObjectType.JOSE)
              .x509CertChain(List.of(Base64.encode(leaf.getEncoded())))
              .customParam("iat", signed.getEpochSecond())
              .build(),
          payload);
    } catch (JOSEException | CertificateEncodingException e) {
      throw CertificateProblem.SIGNING_FAILED.problem("ES256 did not sign a list", e);
    }
  }

  private static String sign(KeyPair pair, JWSHeader header, ObjectNode payload)
      throws JOSEException {
    ECDSASigner signer = new ECDSASigner(pair.getPrivate(), Curve.P_256);
    FastEcdsa.provider().ifPresent(signer.getJCAContext()::setProvider);
    JWSObject jws = new JWSObject(header, new Payload(payload.toString()));
    jws.sign(signer);
    return jws.serialize();
  }

  /** Whether a key of that set, the one that {@code kid} names, signed it. */
  public static boolean isSigned(Jws jws, JsonNode jwks) {
    String kid = jws.header().path("kid").textValue();
    if (kid == null || kid.isEmpty()) {
      return false;
    }
    return jwks.path("keys").isArray()
        && jwks.path("keys").size() <= MAX_KEYS
        && jwks.path("keys")
            .valueStream()
            .filter(jwk -> kid.equals(jwk.path("kid").textValue()))
            .findFirst()
            .flatMap(Jwks::p256)
            .filter(jws::signedBy)
            .isPresent();
  }

  /** The P-256 keys of a set; others are left out. */
  public static List<ECPublicKey> keys(JsonNode jwks) {
    List<ECPublicKey> keys = new ArrayList<>();
    for (JsonNode jwk : jwks.path("keys")) {
      if (keys.size() < MAX_KEYS) {
        Jwks.p256(jwk).ifPresent(keys::add);
      }
    }
    return keys;
  }
}
