package io.tongban.certificates.bouncycastle;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** Whom a chain's certificates name as their issuers (RFC 5280, section 4.2.1.1). */
public final class AuthorityKeyIds {
  private AuthorityKeyIds() {}

  /**
   * The authority key identifiers of a chain, base64url without padding, as a DCQL query of type
   * {@code aki} names them. A certificate without one, or with one that cannot be read, adds none.
   */
  public static Set<String> of(List<X509Certificate> chain) {
    return chain.stream().map(AuthorityKeyIds::of).flatMap(Set::stream).collect(Collectors.toSet());
  }

  private static Set<String> of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
    if (extension == null) {
      return Set.of();
    }
    try {
      byte[] id =
          AuthorityKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
              .getKeyIdentifierOctets();
      return id == null
          ? Set.of()
          : Set.of(Base64.getUrlEncoder().withoutPadding().encodeToString(id));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Set.of();
    }
  }
}
