package io.tongban.certificates.trust;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.TrustAnchors;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** This hub's own authorities, each for the types it declared, under the hub's own anchor. */
@ApplicationScoped
class OwnAuthorities implements TrustAnchors {
  private final Definitions definitions;
  private final AuthorityKeys keys;

  @Inject
  OwnAuthorities(Definitions definitions, AuthorityKeys keys) {
    this.definitions = definitions;
    this.keys = keys;
  }

  @Override
  public Optional<TrustedIssuer> resolve(
      String issuer, String vct, List<X509Certificate> chain, Instant at) {
    return definitions.all(CertificateTypeSpec.class).stream()
        .filter(type -> type.spec().issuesHere() && type.spec().vct().equals(vct))
        .filter(type -> keys.issuer(type.spec().authority()).equals(issuer))
        .findFirst()
        .filter(type -> keys.signs(type.spec().authority(), type.name(), chain, at))
        .map(type -> trusted(type, issuer, chain.get(0)));
  }

  private static TrustedIssuer trusted(
      Definition<CertificateTypeSpec> type, String issuer, X509Certificate leaf) {
    return new TrustedIssuer(issuer, type.name(), leaf.getPublicKey());
  }

  @Override
  public boolean vouchesFor(List<X509Certificate> chain, Instant at) {
    return keys.knows(chain, at);
  }

  @Override
  public List<X509Certificate> anchors() {
    return keys.anchors();
  }
}
