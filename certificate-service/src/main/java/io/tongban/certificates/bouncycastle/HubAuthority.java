package io.tongban.certificates.bouncycastle;

import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.jdbc.X509Store;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The hub's own certificate authority: an anchor for each suite, and what is issued under it. */
@ApplicationScoped
class HubAuthority {
  private static final Duration LEAF_LIFE = Duration.ofDays(2L * AuthorityKeys.MAX_VALID_DAYS);
  private static final Duration ANCHOR_LIFE = Duration.ofDays(4L * AuthorityKeys.MAX_VALID_DAYS);
  private static final String ANCHOR = "certificate-ca";

  private final HubKeys keys;
  private final HubSettings settings;
  private final X509Store store;
  private final Clock clock;
  private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();

  @Inject
  HubAuthority(HubKeys keys, HubSettings settings, X509Store store, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.store = store;
    this.clock = clock;
  }

  /**
   * A certificate's subject.
   *
   * @param name common name
   * @param uris URI names; the first is the subject's identifier
   */
  record Subject(String name, List<String> uris) {}

  /** The anchor of a suite; each has its own, so that a verifier of one suite needs no other. */
  X509Certificate anchor(SignatureSuite suite) {
    KeyPair pair = anchorKey(suite);
    return kept(
        anchorName(suite),
        certificate -> serves(certificate, pair.getPublic(), ANCHOR_LIFE),
        ANCHOR_LIFE,
        (from, to) -> X509.anchor(suite, pair, settings.origin(), settings.region(), from, to));
  }

  /** A certificate that is kept by name and remade when it should be. */
  X509Certificate leaf(String name, SignatureSuite suite, PublicKey key, Subject subject) {
    return kept(
        name,
        certificate -> serves(certificate, key, subject),
        LEAF_LIFE,
        (from, to) -> made(suite, key, subject, from, to));
  }

  /** A new certificate. */
  X509Certificate leaf(SignatureSuite suite, PublicKey key, Subject subject) {
    Instant from = start();
    return made(suite, key, subject, from, end(from, LEAF_LIFE));
  }

  /** Whether a certificate outlasts what is signed under it from now on, for that subject. */
  boolean serves(X509Certificate certificate, PublicKey key, Subject subject) {
    return serves(certificate, key, LEAF_LIFE)
        && subject.uris().stream().allMatch(uri -> Chains.names(certificate, uri));
  }

  private boolean serves(X509Certificate certificate, PublicKey key, Duration life) {
    Instant now = clock.instant();
    return certificate.getPublicKey().equals(key)
        && !certificate.getNotBefore().toInstant().isAfter(now)
        && certificate.getNotAfter().toInstant().isAfter(now.plus(life.dividedBy(2)));
  }

  private X509Certificate made(
      SignatureSuite suite, PublicKey key, Subject subject, Instant from, Instant to) {
    return X509.leaf(suite, key, subject, anchor(suite), anchorKey(suite), from, to);
  }

  private KeyPair anchorKey(SignatureSuite suite) {
    return keys.ec(anchorName(suite), suite.curve());
  }

  private static String anchorName(SignatureSuite suite) {
    return suite == SignatureSuite.ES256
        ? ANCHOR
        : ANCHOR + "-" + suite.name().toLowerCase(Locale.ROOT);
  }

  /** One at a time: a hub's first wallets may all come at once. */
  private synchronized X509Certificate kept(
      String name,
      Predicate<X509Certificate> serves,
      Duration life,
      BiFunction<Instant, Instant, X509Certificate> make) {
    X509Certificate cached = certificates.get(name);
    if (cached != null && serves.test(cached)) {
      return cached;
    }
    X509Certificate kept = stored(name).filter(serves).orElseGet(() -> renewed(name, life, make));
    certificates.put(name, kept);
    return kept;
  }

  /** A certificate that is kept under that name. */
  Optional<X509Certificate> stored(String name) {
    return store.find(name).map(HubAuthority::parse);
  }

  private X509Certificate renewed(
      String name, Duration life, BiFunction<Instant, Instant, X509Certificate> make) {
    Instant from = start();
    Instant to = end(from, life);
    X509Certificate made = make.apply(from, to);
    store.put(name, Chains.encoded(made), to);
    // another node may have been first: theirs counts
    return stored(name).orElse(made);
  }

  private Instant start() {
    return clock.instant().minus(Duration.ofHours(1));
  }

  private static Instant end(Instant from, Duration life) {
    return from.plus(life).plus(Duration.ofDays(30));
  }

  private static X509Certificate parse(byte[] der) {
    try {
      return Chains.certificate(der);
    } catch (CertificateException e) {
      throw new IllegalStateException("the stored certificate is damaged", e);
    }
  }
}
