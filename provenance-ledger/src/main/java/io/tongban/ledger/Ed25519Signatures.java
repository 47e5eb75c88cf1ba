package io.tongban.ledger;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies Ed25519 signatures (RFC 8032): by Amazon Corretto where its native library loads, else
 * by Bouncy Castle, which takes twice as long and needs some thousand calls to get as fast as that.
 * Nothing is kept between two calls.
 */
final class Ed25519Signatures {
  private static final String ED25519 = "Ed25519";
  private static final int SIGNATURE_BYTES = 64;

  /** X.509 SubjectPublicKeyInfo of Ed25519 up to the key itself (RFC 8410). */
  private static final byte[] INFO = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /** Corretto, or null where it does not load. */
  private static final Provider CORRETTO = corretto();

  private Ed25519Signatures() {}

  private static Provider corretto() {
    try {
      return Corretto.provider();
    } catch (LinkageError notHere) {
      return null;
    }
  }

  /** Linked on its own: client commands run without Corretto's classes. */
  private static final class Corretto {
    private Corretto() {}

    static Provider provider() {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      return provider.getLoadingError() == null ? provider : null;
    }
  }

  /**
   * Whether a signature is the key's.
   *
   * @param key 32 bytes
   * @param signature 64 bytes; of another length it is no signature
   */
  static boolean verify(byte[] key, byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    return CORRETTO == null
        ? portable(key, message, signature)
        : corretto(CORRETTO, key, message, signature);
  }

  private static boolean corretto(Provider provider, byte[] key, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ED25519, provider);
      check.initVerify(key(key));
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException noPointOfTheCurve) {
      return false;
    }
  }

  private static PublicKey key(byte[] key) throws GeneralSecurityException {
    byte[] info = new byte[INFO.length + key.length];
    System.arraycopy(INFO, 0, info, 0, INFO.length);
    System.arraycopy(key, 0, info, INFO.length, key.length);
    // the JDK's: Corretto registers its own only where a system property asks for it
    return KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(info));
  }

  static boolean portable(byte[] key, byte[] message, byte[] signature) {
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyPartialExport(key, 0);
    return point != null && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }
}
