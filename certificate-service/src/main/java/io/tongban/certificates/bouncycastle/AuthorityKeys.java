package io.tongban.certificates.bouncycastle;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.jdbc.X509Store;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.Definition;
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

/**
 * The keys authorities sign with, each certified by the hub's certificate authority. A certificate
 * is remade early enough to outlast every e-certificate signed under it.
 */
@ApplicationScoped
public class AuthorityKeys {
  /** The longest an e-certificate may hold. */
  public static final int MAX_VALID_DAYS = 5 * 365;

  private static final Duration LEAF_LIFE = Duration.ofDays(2L * MAX_VALID_DAYS);
  private static final Duration ANCHOR_LIFE = Duration.ofDays(4L * MAX_VALID_DAYS);
  private static final String ANCHOR = "certificate-ca";

  private final HubKeys keys;
  private final HubSettings settings;
  private final X509Store store;
  private final Clock clock;
  private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();

  @Inject
  AuthorityKeys(HubKeys keys, HubSettings settings, X509Store store, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.store = store;
    this.clock = clock;
  }

  /** The hub's own certificate authority for ES256, the trust anchor. */
  public X509Certificate anchor() {
    return anchor(SignatureSuite.ES256);
  }

  private X509Certificate anchor(SignatureSuite suite) {
    KeyPair pair = anchorKey(suite);
    return current(
        anchorName(suite),
        pair.getPublic(),
        ANCHOR_LIFE,
        (from, to) -> X509.anchor(suite, pair, settings.origin(), from, to));
  }

  /** The key an authority signs its status lists and metadata with. */
  public SigningKey of(String authority) {
    return certified(SignatureSuite.ES256, "issuer-" + authority, authority, issuer(authority));
  }

  /** The key an authority signs certificates of a type with. */
  public SigningKey of(Definition<CertificateTypeSpec> type) {
    String authority = type.spec().authority();
    return certified(
        SignatureSuite.named(type.spec().suite()).orElseThrow(),
        "issuer-" + authority + "." + type.name(),
        authority,
        issuer(authority));
  }

  /**
   * The key a department signs presentation requests with. It is another than the one it issues
   * with, and its certificate names no issuer, so that neither can pass for the other.
   */
  public SigningKey verifier(String department) {
    return certified(
        SignatureSuite.ES256,
        "verifier-" + department,
        department,
        settings.publicUrl() + "/verifier/" + department);
  }

  private SigningKey certified(SignatureSuite suite, String name, String authority, String uri) {
    KeyPair pair = keys.ec(name, suite.curve());
    X509Certificate anchor = anchor(suite);
    X509Certificate leaf =
        current(
            name,
            pair.getPublic(),
            LEAF_LIFE,
            (from, to) ->
                X509.leaf(
                    suite, pair.getPublic(), authority, uri, anchor, anchorKey(suite), from, to));
    return new SigningKey(suite, pair.getPrivate(), null, List.of(leaf));
  }

  private KeyPair anchorKey(SignatureSuite suite) {
    return keys.ec(anchorName(suite), suite.curve());
  }

  /** Each suite has an anchor of its own, so that a verifier of one needs no other. */
  private static String anchorName(SignatureSuite suite) {
    return suite == SignatureSuite.ES256
        ? ANCHOR
        : ANCHOR + "-" + suite.name().toLowerCase(Locale.ROOT);
  }

  /** An authority's issuer identifier. */
  public String issuer(String authority) {
    return settings.publicUrl() + "/issuer/" + authority;
  }

  /** The URI at which an authority's status lists are named (Token Status List, section 9). */
  public String statusLists(String authority) {
    return settings.publicUrl() + "/status-lists/of/" + authority;
  }

  private X509Certificate current(
      String name,
      PublicKey key,
      Duration life,
      BiFunction<Instant, Instant, X509Certificate> make) {
    return certificates.compute(
        name,
        (n, cached) -> {
          if (cached != null && serves(cached, key, life)) {
            return cached;
          }
          return stored(name)
              .filter(found -> serves(found, key, life))
              .orElseGet(() -> renewed(name, life, make));
        });
  }

  private boolean serves(X509Certificate certificate, PublicKey key, Duration life) {
    Instant now = clock.instant();
    return certificate.getPublicKey().equals(key)
        && !certificate.getNotBefore().toInstant().isAfter(now)
        && certificate.getNotAfter().toInstant().isAfter(now.plus(life.dividedBy(2)));
  }

  private Optional<X509Certificate> stored(String name) {
    return store.find(name).map(AuthorityKeys::parse);
  }

  private X509Certificate renewed(
      String name, Duration life, BiFunction<Instant, Instant, X509Certificate> make) {
    Instant from = clock.instant().minus(Duration.ofHours(1));
    Instant to = from.plus(life).plus(Duration.ofDays(30));
    X509Certificate made = make.apply(from, to);
    store.put(name, Chains.encoded(made), to);
    return made;
  }

  private static X509Certificate parse(byte[] der) {
    try {
      return Chains.certificate(der);
    } catch (CertificateException e) {
      throw new IllegalStateException("the stored certificate is damaged", e);
    }
  }
}
