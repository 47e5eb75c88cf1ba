package io.tongban.certificates.bouncycastle;

import io.tongban.certificates.jdbc.X509Store;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  /**
   * A key with its certificate.
   *
   * @param leaf issued by {@link #anchor()}
   */
  public record AuthorityKey(KeyPair pair, X509Certificate leaf) {}

  /** The hub's own certificate authority, the trust anchor. */
  public X509Certificate anchor() {
    KeyPair pair = keys.ec256(ANCHOR);
    return current(
        ANCHOR,
        pair.getPublic(),
        ANCHOR_LIFE,
        (from, to) -> X509.anchor(pair, settings.origin(), from, to));
  }

  /** An authority's key. */
  public AuthorityKey of(String authority) {
    return certified("issuer-" + authority, authority, issuer(authority));
  }

  /**
   * The key a department signs presentation requests with. It is another than the one it issues
   * with, and its certificate names no issuer, so that neither can pass for the other.
   */
  public AuthorityKey verifier(String department) {
    return certified(
        "verifier-" + department, department, settings.publicUrl() + "/verifier/" + department);
  }

  /** The key the hub signs in its own name with: annotated copies, notices, lists of issuers. */
  public AuthorityKey hub() {
    return certified("hub-statements", settings.origin(), settings.publicUrl() + "/hub");
  }

  private AuthorityKey certified(String name, String authority, String uri) {
    KeyPair pair = keys.ec256(name);
    X509Certificate anchor = anchor();
    X509Certificate leaf =
        current(
            name,
            pair.getPublic(),
            LEAF_LIFE,
            (from, to) ->
                X509.leaf(pair.getPublic(), authority, uri, anchor, anchorKey(), from, to));
    return new AuthorityKey(pair, leaf);
  }

  private KeyPair anchorKey() {
    return keys.ec256(ANCHOR);
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
    try {
      store.put(name, made.getEncoded(), to);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate just made has an encoding", e);
    }
    return made;
  }

  private static X509Certificate parse(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalStateException("the stored certificate is damaged", e);
    }
  }
}
