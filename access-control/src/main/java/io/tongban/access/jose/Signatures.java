package io.tongban.access.jose;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** Signs and verifies, with Amazon Corretto's ECDSA where it loads: fifteen times the JDK's. */
final class Signatures {
  private static final Optional<Provider> FAST = fast();

  /** X.509 SubjectPublicKeyInfo of Ed25519 up to the key itself (RFC 8410). */
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private Signatures() {}

  private static Optional<Provider> fast() {
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      return provider.getLoadingError() == null ? Optional.of(provider) : Optional.empty();
    } catch (LinkageError notOnThisPlatform) {
      return Optional.empty();
    }
  }

  /** A signer with that private key on P-256. */
  static ECDSASigner signer(java.security.PrivateKey key) {
    try {
      ECDSASigner signer = new ECDSASigner(translated(key), Curve.P_256);
      FAST.ifPresent(signer.getJCAContext()::setProvider);
      return signer;
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key on P-256", e);
    }
  }

  private static ECPrivateKey translated(java.security.PrivateKey key)
      throws GeneralSecurityException {
    KeyFactory factory =
        FAST.isPresent() ? KeyFactory.getInstance("EC", FAST.get()) : KeyFactory.getInstance("EC");
    return (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  /** Checks signatures under one public key and header. */
  interface Check {
    /** Whether a signature holds over what was signed. */
    boolean holds(byte[] signed, Base64URL signature)
        throws JOSEException, GeneralSecurityException;
  }

  /**
   * Whether a signature holds under a public key. The algorithm of the header must be one of ours
   * and fit the key's type, so that no key is ever used with an algorithm of another family.
   */
  static boolean holds(JWSObject jws, JWK key) {
    return check(jws.getHeader(), key)
        .filter(check -> holds(check, jws.getSigningInput(), jws.getSignature()))
        .isPresent();
  }

  /** Whether a signature holds; one that cannot be read does not. */
  static boolean holds(Check check, byte[] signed, Base64URL signature) {
    try {
      return check.holds(signed, signature);
    } catch (JOSEException | GeneralSecurityException | IllegalStateException unfit) {
      return false;
    }
  }

  /** The check of signatures under a public key, if it fits the header's algorithm. */
  static Optional<Check> check(JWSHeader header, JWK key) {
    JWSAlgorithm algorithm = header.getAlgorithm();
    if (!Algorithms.CLIENTS.contains(algorithm)) {
      return Optional.empty();
    }
    try {
      if (key instanceof OctetKeyPair ed) {
        return algorithm.equals(JWSAlgorithm.EdDSA)
            ? Optional.of((signed, signature) -> ed25519(signed, signature, ed))
            : Optional.empty();
      }
      return verifier(algorithm, key)
          .map(verifier -> (signed, signature) -> verifier.verify(header, signed, signature));
    } catch (JOSEException | IllegalStateException unfit) {
      return Optional.empty();
    }
  }

  private static Optional<JWSVerifier> verifier(JWSAlgorithm algorithm, JWK key)
      throws JOSEException {
    if (key instanceof ECKey ec && JWSAlgorithm.Family.EC.contains(algorithm)) {
      ECDSAVerifier verifier = new ECDSAVerifier(ec);
      FAST.ifPresent(verifier.getJCAContext()::setProvider);
      return Optional.of(verifier);
    }
    if (key instanceof RSAKey rsa
        && JWSAlgorithm.Family.RSA.contains(algorithm)
        && rsa.size() >= Algorithms.RSA_BITS) {
      return Optional.of(new RSASSAVerifier(rsa));
    }
    return Optional.empty();
  }

  private static boolean ed25519(byte[] signed, Base64URL of, OctetKeyPair key)
      throws GeneralSecurityException {
    byte[] x = key.getDecodedX();
    if (!key.getCurve().equals(Curve.Ed25519) || x.length != 32) {
      return false;
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update(signed);
    return signature.verify(of.decode());
  }
}
