package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.certificates.signature.Chains;
import io.tongban.certificates.signature.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signs JWTs with an authority's key and certificates. */
public final class JwtSigner {
  /** Headers that are kept; beyond so many all are forgotten. */
  private static final int KEPT = 1_000;

  /** A key's header is the same on all that it signs, and most of the writing. */
  private static final Map<Header, String> HEADERS = new ConcurrentHashMap<>();

  private JwtSigner() {}

  /**
   * Signs. The header's {@code x5c} is the key's chain: the anchor above it stays out (HAIP 1.0).
   *
   * @param type the header's {@code typ}
   */
  public static String sign(SigningKey key, String type, ObjectNode payload) {
    String content =
        header(new Header(key.suite(), type, key.chain()))
            + "."
            + Strict.encode(payload.toString().getBytes(StandardCharsets.UTF_8));
    byte[] signature = Signatures.sign(key, content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Strict.encode(signature);
  }

  /** What a header says. */
  private record Header(SignatureSuite suite, String type, List<X509Certificate> chain) {
    String encoded() {
      return new JWSHeader.Builder(JWSAlgorithm.parse(suite.algorithm()))
          .type(new JOSEObjectType(type))
          .x509CertChain(chain.stream().map(each -> Base64.encode(Chains.encoded(each))).toList())
          .build()
          .toBase64URL()
          .toString();
    }
  }

  private static String header(Header header) {
    String encoded = HEADERS.get(header);
    if (encoded == null) {
      encoded = header.encoded();
      if (HEADERS.size() >= KEPT) {
        HEADERS.clear();
      }
      HEADERS.put(header, encoded);
    }
    return encoded;
  }

  /** Signs with a key in memory whose only certificate is {@code leaf}. */
  public static String sign(
      SignatureSuite suite, KeyPair pair, X509Certificate leaf, String type, ObjectNode payload) {
    return sign(new SigningKey(suite, pair.getPrivate(), null, List.of(leaf)), type, payload);
  }
}
