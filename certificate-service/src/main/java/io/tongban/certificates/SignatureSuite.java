package io.tongban.certificates;

import java.util.Optional;

/**
 * The signature suites certificates may be issued with: a closed set that definitions name and that
 * the signers and verifiers switch over.
 */
public enum SignatureSuite {
  /** ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4): the floor of HAIP 1.0. */
  ES256("ES256");

  private final String algorithm;

  SignatureSuite(String algorithm) {
    this.algorithm = algorithm;
  }

  /** Its JOSE {@code alg} value, which is also its name in definitions. */
  public String algorithm() {
    return algorithm;
  }

  /** The suite of that name; null means the default, {@link #ES256}. */
  public static Optional<SignatureSuite> named(String name) {
    if (name == null) {
      return Optional.of(ES256);
    }
    for (SignatureSuite suite : values()) {
      if (suite.algorithm.equals(name)) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }
}
