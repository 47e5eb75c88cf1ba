package io.tongban.certificates.jose;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.signature.Chains;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The header {@code x5c} (RFC 7515, section 4.1.6). */
public final class X5c {
  private static final int MAX_CHAIN = 8;
  private static final int URI_NAME = 6;

  /** Chains that need not be read again; beyond so many all are forgotten. */
  private static final int KEPT = 1_000;

  private static final Map<JsonNode, List<X509Certificate>> READ = new ConcurrentHashMap<>();

  private X5c() {}

  /** The chain, leaf first; empty where there is none or it cannot be read. */
  public static List<X509Certificate> read(JsonNode header) {
    JsonNode x5c = header.get("x5c");
    if (x5c == null || !x5c.isArray() || x5c.size() > MAX_CHAIN) {
      return List.of();
    }
    List<X509Certificate> known = READ.get(x5c);
    return known == null ? readAnew(x5c) : known;
  }

  private static List<X509Certificate> readAnew(JsonNode x5c) {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (JsonNode certificate : x5c) {
        chain.add(Chains.certificate(Base64.getDecoder().decode(certificate.asText())));
      }
      if (READ.size() >= KEPT) {
        READ.clear();
      }
      READ.put(x5c.deepCopy(), List.copyOf(chain));
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
