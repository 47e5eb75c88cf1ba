package io.tongban.certificates.trust;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.TrustAnchors;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** This hub's own authorities, each for the types it declared, under the hub's own anchor. */
@ApplicationScoped
class OwnAuthorities implements TrustAnchors {
  private static final int URI_NAME = 6;

  /** Paths that need not be validated again; beyond so many all are forgotten. */
  private static final int KEPT = 1_000;

  private final Set<Path> valid = ConcurrentHashMap.newKeySet();
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
        .filter(type -> type.spec().vct().equals(vct))
        .filter(type -> keys.issuer(type.spec().authority()).equals(issuer))
        .findFirst()
        .filter(type -> vouchesFor(chain, at) && isNamed(chain.get(0), issuer))
        .map(type -> trusted(type, issuer, chain.get(0)));
  }

  private static TrustedIssuer trusted(
      Definition<CertificateTypeSpec> type, String issuer, X509Certificate leaf) {
    return new TrustedIssuer(issuer, type.name(), leaf.getPublicKey());
  }

  @Override
  public boolean vouchesFor(List<X509Certificate> chain, Instant at) {
    if (chain.isEmpty()) {
      return false;
    }
    X509Certificate anchor = keys.anchor();
    Path path = new Path(chain, anchor);
    return valid.contains(path) ? path.isCurrent(at) : validated(path, at);
  }

  /** Only what was valid is kept, without its time: a forger could fill the memory otherwise. */
  private boolean validated(Path path, Instant at) {
    try {
      CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(path.chain);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.anchor, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX").validate(certificates, parameters);
    } catch (CertPathValidatorException notOurs) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform validates PKIX paths", e);
    }
    if (valid.size() >= KEPT) {
      valid.clear();
    }
    valid.add(path);
    return true;
  }

  /** A chain to an anchor: its signatures and constraints stay what they are, only time passes. */
  private record Path(List<X509Certificate> chain, X509Certificate anchor) {
    boolean isCurrent(Instant at) {
      return Stream.concat(chain.stream(), Stream.of(anchor))
          .allMatch(
              certificate ->
                  !at.isBefore(certificate.getNotBefore().toInstant())
                      && !at.isAfter(certificate.getNotAfter().toInstant()));
    }
  }

  private static boolean isNamed(X509Certificate leaf, String issuer) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(name -> name.get(0).equals(URI_NAME) && issuer.equals(name.get(1)));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  @Override
  public List<X509Certificate> anchors() {
    return List.of(keys.anchor());
  }
}
