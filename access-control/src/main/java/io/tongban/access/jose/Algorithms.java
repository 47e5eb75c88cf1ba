package io.tongban.access.jose;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.List;

/** The signature algorithms that clients may use; those of FAPI 2.0 and ES384. */
final class Algorithms {
  static final List<JWSAlgorithm> CLIENTS =
      List.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.PS256, JWSAlgorithm.EdDSA);
  static final int RSA_BITS = 2048;

  private Algorithms() {}

  /** Their names, for people. */
  static String names() {
    return String.join(", ", CLIENTS.stream().map(JWSAlgorithm::getName).toList());
  }
}
