package io.tongban.certificates.signature;

import io.tongban.certificates.SignatureSuite;
import java.security.spec.ECParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECNamedCurveSpec;

/** The parameters of the suites' curves. */
final class Curves {
  private static final Map<SignatureSuite, ECParameterSpec> PARAMETERS = parameters();

  private Curves() {}

  static ECParameterSpec of(SignatureSuite suite) {
    return PARAMETERS.get(suite);
  }

  private static Map<SignatureSuite, ECParameterSpec> parameters() {
    Map<SignatureSuite, ECParameterSpec> all = new EnumMap<>(SignatureSuite.class);
    for (SignatureSuite suite : SignatureSuite.values()) {
      ECNamedCurveParameterSpec named =
          ECNamedCurveTable.getParameterSpec(suite.curve().standardName());
      all.put(
          suite,
          new ECNamedCurveSpec(
              named.getName(), named.getCurve(), named.getG(), named.getN(), named.getH()));
    }
    return all;
  }
}
