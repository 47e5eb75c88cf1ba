package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import io.tongban.certificates.CertificateProblem;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/** JWEs in compact form with ECDH-ES on P-256 and AES-GCM (RFC 7518, sections 4.6 and 5.3). */
public final class Jwe {
  /** The only key agreement. */
  public static final String ALGORITHM = "ECDH-ES";

  /** The content encryptions. */
  public static final List<String> METHODS = List.of("A128GCM", "A256GCM");

  private static final int MAX_LENGTH = 256 * 1024;

  private Jwe() {}

  /**
   * Whom something is encrypted to.
   *
   * @param keyId of the key, or null
   * @param method one of {@link #METHODS}
   */
  public record Recipient(ECPublicKey key, String keyId, String method) {}

  /** The recipient a wallet names; empty unless key, {@code alg} and method are ours. */
  public static Optional<Recipient> recipient(JsonNode jwk, String method) {
    if (jwk == null
        || !ALGORITHM.equals(jwk.path("alg").textValue())
        || jwk.path("use").asText("enc").equals("sig")
        || method == null
        || !METHODS.contains(method)) {
      return Optional.empty();
    }
    return Jwks.p256(jwk).map(key -> new Recipient(key, jwk.path("kid").textValue(), method));
  }

  /** Encrypts a text. */
  public static String encrypt(String text, Recipient recipient) {
    try {
      JWEHeader header =
          new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.parse(recipient.method()))
              .keyID(recipient.keyId())
              .build();
      JWEObject jwe = new JWEObject(header, new Payload(text));
      jwe.encrypt(new ECDHEncrypter(recipient.key()));
      return jwe.serialize();
    } catch (JOSEException e) {
      throw CertificateProblem.SIGNING_FAILED.problem("ECDH-ES did not encrypt an answer", e);
    }
  }

  /**
   * Decrypts what was encrypted to a key. Nothing where the header names another key, algorithm or
   * method, asks for compression (a small request could then fill the memory) or for an extension,
   * or where the content does not open.
   */
  public static Optional<byte[]> decrypt(String compact, KeyPair pair, String keyId) {
    if (compact == null || compact.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      JWEObject jwe = JWEObject.parse(compact);
      JWEHeader header = jwe.getHeader();
      if (!ALGORITHM.equals(header.getAlgorithm().getName())
          || !METHODS.contains(header.getEncryptionMethod().getName())
          || !keyId.equals(header.getKeyID())
          || header.getCompressionAlgorithm() != null
          || header.getCriticalParams() != null) {
        return Optional.empty();
      }
      jwe.decrypt(new ECDHDecrypter(pair.getPrivate(), null, Curve.P_256));
      return Optional.of(jwe.getPayload().toBytes());
    } catch (ParseException | JOSEException | IllegalArgumentException notForUs) {
      // whatever does not open was not encrypted to this key
      return Optional.empty();
    }
  }
}
