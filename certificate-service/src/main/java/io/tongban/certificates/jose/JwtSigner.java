package io.tongban.certificates.jose;

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
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.corretto.FastEcdsa;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Signs JWTs with an authority's key and certificate. */
public final class JwtSigner {
  private JwtSigner() {}

  /**
   * Signs.
   *
   * @param type the header's {@code typ}
   * @param leaf the certificate of {@code pair}'s public key, the only one in {@code x5c}: the
   *     anchor above it stays out (HAIP 1.0)
   */
  public static String sign(
      SignatureSuite suite, KeyPair pair, X509Certificate leaf, String type, ObjectNode payload) {
    return switch (suite) {
      case ES256 -> es256(pair, leaf, type, payload);
    };
  }

  private static String es256(KeyPair pair, X509Certificate leaf, String type, ObjectNode payload) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(new JOSEObjectType(type))
              .x509CertChain(List.of(Base64.encode(leaf.getEncoded())))
              .build();
      ECDSASigner signer = new ECDSASigner(pair.getPrivate(), Curve.P_256);
      FastEcdsa.provider().ifPresent(signer.getJCAContext()::setProvider);
      JWSObject jws = new JWSObject(header, new Payload(payload.toString()));
      jws.sign(signer);
      return jws.serialize();
    } catch (JOSEException | CertificateEncodingException e) {
      throw CertificateProblem.SIGNING_FAILED.problem("ES256 did not sign a " + type, e);
    }
  }
}
