package io.tongban.certificates.keystore;

import io.tongban.certificates.SignatureSuite;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Where authorities' private keys are. */
public interface KeySource {
  /** Its name in records, for example {@code PKCS11}. */
  String name();

  /** Whether it makes a key that is asked for and not there, for the hub's authority to certify. */
  boolean makesKeys();

  /**
   * A key.
   *
   * @param alias its name there
   * @throws io.tongban.hub.ProblemException {@link
   *     io.tongban.certificates.CertificateProblem#KEYS_UNAVAILABLE} or {@link
   *     io.tongban.certificates.CertificateProblem#KEY_UNFIT}
   */
  Opened open(String alias, SignatureSuite suite);

  /**
   * A key that can sign.
   *
   * @param privateKey perhaps only a handle
   * @param provider who must sign with it, or null for a key in memory
   * @param chain leaf first, root last; empty for a key that the hub's authority certifies
   */
  record Opened(
      PrivateKey privateKey, Provider provider, PublicKey publicKey, List<X509Certificate> chain) {}
}
