package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.signature.Chains;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The header {@code x5c} (RFC 7515, section 4.1.6). */
public final class X5c {
  private static final int MAX_CHAIN = 8;
  private static final int URI_NAME = 6;

  private X5c() {}

  /** The chain, leaf first; empty where there is none or it cannot be read. */
  public static List<X509Certificate> read(JsonNode header) {
    JsonNode x5c = header.get("x5c");
    if (x5c == null || !x5c.isArray() || x5c.size() > MAX_CHAIN) {
      return List.of();
    }
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (JsonNode certificate : x5c) {
        chain.add(Chains.certificate(Base64.getDecoder().decode(certificate.asText())));
      }
      return List.copyOf(chain);
    } catch (CertificateException | IllegalArgumentException unreadable) {
      return List.of();
    }
  }

  /** The first URI that a certificate names its subject by, if any. */
  public static Optional<String> uri(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Optional.empty()
          : names.stream()
              .filter(name -> name.get(0).equals(URI_NAME))
              .map(name -> (String) name.get(1))
              .findFirst();
    } catch (CertificateException unreadable) {
      return Optional.empty();
    }
  }
}
