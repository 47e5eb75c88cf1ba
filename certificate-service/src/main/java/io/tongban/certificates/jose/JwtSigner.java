package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.signature.Chains;
import io.tongban.certificates.signature.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;

/** Signs JWTs with an authority's key and certificates. */
public final class JwtSigner {
  private JwtSigner() {}

  /**
   * Signs. The header's {@code x5c} is the key's chain: the anchor above it stays out (HAIP 1.0).
   *
   * @param type the header's {@code typ}
   */
  public static String sign(SigningKey key, String type, ObjectNode payload) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(key.suite().algorithm()))
            .type(new JOSEObjectType(type))
            .x509CertChain(
                key.chain().stream().map(each -> Base64.encode(Chains.encoded(each))).toList())
            .build();
    String content = header.toBase64URL() + "." + Base64URL.encode(payload.toString());
    byte[] signature = Signatures.sign(key, content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Base64URL.encode(signature);
  }

  /** Signs with a key in memory whose only certificate is {@code leaf}. */
  public static String sign(
      SignatureSuite suite, KeyPair pair, X509Certificate leaf, String type, ObjectNode payload) {
    return sign(new SigningKey(suite, pair.getPrivate(), null, List.of(leaf)), type, payload);
  }
}
