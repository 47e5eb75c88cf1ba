package io.tongban.certificates.jose;

import static io.tongban.certificates.sdjwt.SdJwtException.Fault.MALFORMED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/**
 * The ephemeral P-256 key that one response is encrypted to (OpenID4VP 1.0, section 8.3; HAIP 1.0,
 * section 5): ECDH-ES with A128GCM or A256GCM.
 */
public final class ResponseKey {
  /** The content encryptions it takes. */
  public static final List<String> METHODS = List.of("A128GCM", "A256GCM");

  private static final Set<EncryptionMethod> TAKEN =
      Set.of(EncryptionMethod.A128GCM, EncryptionMethod.A256GCM);
  private static final int MAX_LENGTH = 1024 * 1024;

  private final ECKey key;

  private ResponseKey(ECKey key) {
    this.key = key;
  }

  /**
   * A fresh key.
   *
   * @param id its {@code kid}
   */
  public static ResponseKey fresh(String id) {
    try {
      return new ResponseKey(
          new ECKeyGenerator(Curve.P_256)
              .keyID(id)
              .keyUse(KeyUse.ENCRYPTION)
              .algorithm(JWEAlgorithm.ECDH_ES)
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** The key that {@link #text} wrote. */
  public static ResponseKey of(String text) {
    try {
      return new ResponseKey(ECKey.parse(text));
    } catch (ParseException e) {
      throw new IllegalStateException("a key that was stored sealed is damaged", e);
    }
  }

  /** The whole key, private part included, to be kept sealed. */
  public String text() {
    return key.toJSONString();
  }

  /** Base64url SHA-256 thumbprint (RFC 7638). */
  public String thumbprint() {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The public key as a JWK, with {@code kid}, {@code use} and {@code alg}. */
  public ObjectNode published() {
    return (ObjectNode)
        CanonicalJson.read(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Decrypts a response.
   *
   * @return the payload, read strictly
   * @throws SdJwtException if it is not encrypted to this key with what was asked for, or holds no
   *     JSON object
   */
  public ObjectNode decrypt(String compact) throws SdJwtException {
    if (compact == null || compact.length() > MAX_LENGTH) {
      throw new SdJwtException(MALFORMED, "the response is missing or too long");
    }
    byte[] plain;
    try {
      JWEObject jwe = JWEObject.parse(compact);
      requireAsAsked(jwe);
      jwe.decrypt(new ECDHDecrypter(key));
      plain = jwe.getPayload().toBytes();
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new SdJwtException(MALFORMED, "the response is not encrypted to this request's key", e);
    }
    if (Strict.json(plain) instanceof ObjectNode payload) {
      return payload;
    }
    throw new SdJwtException(MALFORMED, "the response holds no JSON object");
  }

  private void requireAsAsked(JWEObject jwe) throws SdJwtException {
    boolean ofThisKey =
        jwe.getHeader().getKeyID() == null || jwe.getHeader().getKeyID().equals(key.getKeyID());
    if (!JWEAlgorithm.ECDH_ES.equals(jwe.getHeader().getAlgorithm())
        || !TAKEN.contains(jwe.getHeader().getEncryptionMethod())
        // a compressed text may be a thousand times its length
        || jwe.getHeader().getCompressionAlgorithm() != null
        || !ofThisKey) {
      throw new SdJwtException(
          MALFORMED, "the response is not ECDH-ES to this request's key with " + METHODS);
    }
  }
}
