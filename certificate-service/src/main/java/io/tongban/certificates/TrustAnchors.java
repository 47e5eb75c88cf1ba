package io.tongban.certificates;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says which issuers are trusted for which types. This hub's own authorities are one source of
 * trust; another source is another bean of this type.
 */
public interface TrustAnchors {
  /**
   * The issuer, if it is trusted to issue that type.
   *
   * @param issuer the credential's {@code iss}
   * @param vct the credential's {@code vct}
   * @param chain the credential's {@code x5c}, leaf first, without the anchor; may be empty
   * @param at the moment of the check
   */
  Optional<TrustedIssuer> resolve(
      String issuer, String vct, List<X509Certificate> chain, Instant at);

  /**
   * Whether a chain ends in one of these anchors, whatever its leaf is entitled to.
   *
   * @param chain as in {@link #resolve}
   */
  boolean vouchesFor(List<X509Certificate> chain, Instant at);

  /** The certificates chains end in, for verifiers that work without the hub. */
  List<X509Certificate> anchors();

  /**
   * A trusted issuer.
   *
   * @param issuer its identifier
   * @param type name of the CertificateType at this hub
   * @param key the key it signs with
   */
  record TrustedIssuer(String issuer, String type, PublicKey key) {}
}
