package io.tongban.certificates;

import io.tongban.hub.HubKeys.Curve;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The signature suites certificates may be issued with: a closed set of values. Each has a curve of
 * its own, so that a key belongs to one suite. Signatures are R and S, each as long as the curve's
 * order (RFC 7518, section 3.4).
 */
public enum SignatureSuite {
  /** ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4): the floor of HAIP 1.0. */
  ES256("ES256", "SHA256withECDSA", Curve.P256),

  /** ECDSA on P-384 with SHA-384 (RFC 7518, section 3.4). */
  ES384("ES384", "SHA384withECDSA", Curve.P384),

  /**
   * SM2 with SM3 (GM/T 0003.2, GM/T 0009) and the default user identifier {@code 1234567812345678}.
   * No {@code alg} value is registered with IANA: this is the name of the algorithm in GM/T 0006.
   */
  SM2("SGD_SM3_SM2", "SM3withSM2", Curve.SM2);

  private final String algorithm;
  private final String javaName;
  private final Curve curve;

  SignatureSuite(String algorithm, String javaName, Curve curve) {
    this.algorithm = algorithm;
    this.javaName = javaName;
    this.curve = curve;
  }

  /** Its JOSE {@code alg} value. */
  public String algorithm() {
    return algorithm;
  }

  /** The JOSE {@code alg} values of all suites. */
  public static List<String> algorithms() {
    return Arrays.stream(values()).map(SignatureSuite::algorithm).toList();
  }

  /** Its name in the Java Cryptography Architecture. */
  public String javaName() {
    return javaName;
  }

  /** The curve its keys are on. */
  public Curve curve() {
    return curve;
  }

  /** The suite of that name in definitions; null means the default, {@link #ES256}. */
  public static Optional<SignatureSuite> named(String name) {
    return name == null
        ? Optional.of(ES256)
        : Arrays.stream(values()).filter(suite -> suite.name().equals(name)).findFirst();
  }

  /** The suite of that JOSE {@code alg} value. */
  public static Optional<SignatureSuite> ofAlgorithm(String algorithm) {
    return Arrays.stream(values()).filter(suite -> suite.algorithm.equals(algorithm)).findFirst();
  }
}
