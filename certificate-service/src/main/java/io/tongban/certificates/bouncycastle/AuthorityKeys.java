package io.tongban.certificates.bouncycastle;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.KeyStoreSettings;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.bouncycastle.HubAuthority.Subject;
import io.tongban.certificates.jdbc.SigningKeyStore;
import io.tongban.certificates.jdbc.SigningKeyStore.StoredKey;
import io.tongban.certificates.jdbc.X509Store;
import io.tongban.certificates.keystore.HubFiles;
import io.tongban.certificates.keystore.KeySource;
import io.tongban.certificates.keystore.KeySource.Opened;
import io.tongban.certificates.keystore.OutsideStore;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.Definition;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys authorities sign with: one for each type, and one for metadata. A key signs certificates
 * until its successor is started, and their status lists as long as they hold; what it signed
 * verifies until it is withdrawn.
 */
@ApplicationScoped
public class AuthorityKeys {
  /** The longest an e-certificate may hold. */
  public static final int MAX_VALID_DAYS = 5 * 365;

  private static final int DEFAULT_VALID_DAYS = 365;

  /** How long a signed status list or metadata may be held on to. */
  private static final Duration LISTS_LIFE = Duration.ofDays(1);

  /** Names of the authorities' keys in the store, and of those before types had keys. */
  private static final String PREFIX = "issuer-";

  private final HubKeys keys;
  private final HubSettings settings;
  private final HubAuthority hub;
  private final SigningKeyStore store;
  private final KeySource source;
  private final Ids ids;
  private final Clock clock;

  @Inject
  AuthorityKeys(
      HubKeys keys,
      HubSettings settings,
      HubAuthority hub,
      SigningKeyStore store,
      X509Store certificates,
      Instance<KeyStoreSettings> outside,
      Ids ids,
      Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.hub = hub;
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    KeyStoreSettings chosen = outside.isUnsatisfied() ? null : outside.get();
    this.source = chosen == null ? new HubFiles(keys) : new OutsideStore(chosen);
    adopt(certificates);
  }

  /**
   * What a key is for.
   *
   * @param type name of the CertificateType, or {@link SigningKeyStore#LISTS}
   * @param life how long what it signs holds at most
   */
  record Use(String authority, String type, SignatureSuite suite, Duration life) {
    static Use lists(String authority) {
      return new Use(authority, SigningKeyStore.LISTS, SignatureSuite.ES256, LISTS_LIFE);
    }

    static Use of(Definition<CertificateTypeSpec> type) {
      CertificateTypeSpec spec = type.spec();
      int days = spec.validDays() == null ? DEFAULT_VALID_DAYS : spec.validDays();
      return new Use(
          spec.authority(),
          type.name(),
          SignatureSuite.named(spec.suite()).orElseThrow(),
          Duration.ofDays(days));
    }
  }

  /**
   * A key as verifiers see it.
   *
   * @param chain leaf first, without the anchor
   */
  public record PublishedKey(SignatureSuite suite, List<X509Certificate> chain) {}

  /** The hub's own certificate authority for ES256. */
  public X509Certificate anchor() {
    return hub.anchor(SignatureSuite.ES256);
  }

  /** The certificates the chains of all keys end in. */
  public List<X509Certificate> anchors() {
    Set<X509Certificate> all = new LinkedHashSet<>();
    all.add(anchor());
    store.all().stream()
        .filter(key -> key.withdrawn() == null)
        .forEach(key -> all.add(anchor(key)));
    return List.copyOf(all);
  }

  private X509Certificate anchor(StoredKey key) {
    if (key.store().equals(HubFiles.NAME)) {
      return hub.anchor(key.suite());
    }
    List<X509Certificate> chain = Chains.ofText(key.chain());
    return chain.get(chain.size() - 1);
  }

  /** The key an authority signs its metadata with, and status lists that have no other. */
  public SigningKey of(String authority) {
    return signing(Use.lists(authority));
  }

  /**
   * The key an authority signs a status list with: that of the certificates in it, so that whoever
   * can verify them can verify the list (Token Status List, section 11.3). The key of metadata
   * takes its place where the list has none, where the key was withdrawn or nothing of it holds any
   * more, and where it is no longer to be had.
   *
   * @param keyHash {@link SigningKey#keyHash} of the certificates' key, or null
   */
  public SigningKey ofList(String authority, String keyHash) {
    return Optional.ofNullable(keyHash)
        .flatMap(store::withHash)
        .filter(this::verifies)
        .filter(key -> key.store().equals(source.name()))
        .flatMap(this::reopened)
        .orElseGet(() -> of(authority));
  }

  /** A key whose certificates still hold, perhaps retired; empty where its store has lost it. */
  private Optional<SigningKey> reopened(StoredKey key) {
    Use use = new Use(key.authority(), key.type(), key.suite(), LISTS_LIFE);
    try {
      return Optional.of(opened(key, use));
    } catch (ProblemException lost) {
      System.getLogger(AuthorityKeys.class.getName())
          .log(System.Logger.Level.INFO, "a status list is signed with another key", lost);
      return Optional.empty();
    }
  }

  /** Whether what it signed is verified. */
  private boolean verifies(StoredKey key) {
    return key.withdrawn() == null
        && (key.neededUntil() == null || key.neededUntil().isAfter(clock.instant()));
  }

  /** The key an authority signs certificates of a type with. */
  public SigningKey of(Definition<CertificateTypeSpec> type) {
    return signing(Use.of(type));
  }

  /**
   * The key a department signs presentation requests with. It is another than those it issues with,
   * and its certificate names no issuer, so that neither can pass for the other.
   */
  public SigningKey verifier(String department) {
    return certified(
        "verifier-" + department, department, settings.publicUrl() + "/verifier/" + department);
  }

  /** The key the hub signs in its own name with: annotated copies, notices, lists of issuers. */
  public SigningKey hub() {
    return certified("hub-statements", settings.origin(), settings.publicUrl() + "/hub");
  }

  private SigningKey certified(String name, String owner, String uri) {
    KeyPair pair = keys.ec256(name);
    Subject subject = new Subject(owner, List.of(uri));
    X509Certificate leaf = hub.leaf(name, SignatureSuite.ES256, pair.getPublic(), subject);
    return new SigningKey(SignatureSuite.ES256, pair.getPrivate(), null, List.of(leaf));
  }

  /** An authority's issuer identifier. */
  public String issuer(String authority) {
    return settings.publicUrl() + "/issuer/" + authority;
  }

  /** The URI at which an authority's status lists are named (Token Status List, section 9). */
  public String statusLists(String authority) {
    return settings.publicUrl() + "/status-lists/of/" + authority;
  }

  /** The keys that what an authority signed is verified with now, newest first. */
  public List<PublishedKey> published(List<Definition<CertificateTypeSpec>> types) {
    String authority = types.get(0).spec().authority();
    if (source.makesKeys()) {
      of(authority);
      types.forEach(this::of);
    }
    return store.of(authority).stream()
        .filter(this::verifies)
        .map(key -> new PublishedKey(key.suite(), belowAnchor(key)))
        .toList();
  }

  /**
   * Whether a chain is that of a key with which an authority signs or signed a type, and which is
   * not withdrawn.
   *
   * @param chain leaf first, without the anchor; may be empty
   */
  public boolean signs(String authority, String type, List<X509Certificate> chain, Instant at) {
    return registered(chain)
        .filter(key -> key.authority().equals(authority))
        .filter(key -> key.type().equals(type) || key.type().equals(SigningKeyStore.EVERY_TYPE))
        .filter(key -> Chains.leads(chain, anchor(key), at))
        .filter(key -> Chains.names(chain.get(0), issuer(authority)))
        .isPresent();
  }

  /** Whether a chain is that of any key here that is not withdrawn. */
  public boolean knows(List<X509Certificate> chain, Instant at) {
    return registered(chain).filter(key -> Chains.leads(chain, anchor(key), at)).isPresent();
  }

  /** Whether the key of that certificate was withdrawn. */
  public boolean isWithdrawn(X509Certificate leaf) {
    return store
        .withHash(SigningKey.keyHash(leaf.getPublicKey()))
        .filter(key -> key.withdrawn() != null)
        .isPresent();
  }

  private Optional<StoredKey> registered(List<X509Certificate> chain) {
    return chain.isEmpty()
        ? Optional.empty()
        : store
            .withHash(SigningKey.keyHash(chain.get(0).getPublicKey()))
            .filter(key -> key.withdrawn() == null);
  }

  private SigningKey signing(Use use) {
    StoredKey current =
        store
            .current(use.authority(), use.type())
            .filter(key -> key.suite() == use.suite() && key.store().equals(source.name()))
            .orElseGet(() -> begun(use));
    return opened(current, use);
  }

  private SigningKey opened(StoredKey key, Use use) {
    Opened opened = source.open(key.alias(), use.suite());
    List<X509Certificate> chain = chain(key, opened, use);
    return new SigningKey(use.suite(), opened.privateKey(), opened.provider(), chain);
  }

  private StoredKey begun(Use use) {
    StoredKey next = next(use);
    if (!begin(next, use)) {
      // another thread or node was first: theirs counts
      return store.current(use.authority(), use.type()).orElseThrow();
    }
    return next;
  }

  /** The next key of a use, made and checked but not yet in use. */
  StoredKey next(Use use) {
    int generation =
        1
            + store.of(use.authority()).stream()
                .filter(key -> key.type().equals(use.type()))
                .mapToInt(StoredKey::generation)
                .max()
                .orElse(0);
    String alias = alias(use, generation);
    Opened opened = source.open(alias, use.suite());
    List<X509Certificate> chain =
        source.makesKeys()
            ? List.of(hub.leaf(use.suite(), opened.publicKey(), subject(use)))
            : KeyCheck.fitting(alias, opened, use.suite(), terms(use));
    return new StoredKey(
        ids.next(),
        use.authority(),
        use.type(),
        generation,
        use.suite(),
        source.name(),
        alias,
        SigningKey.keyHash(opened.publicKey()),
        Chains.text(chain),
        clock.instant(),
        null,
        null,
        null);
  }

  /** Puts a key into use; false where another was put meanwhile, or the key is in use elsewhere. */
  boolean begin(StoredKey next, Use use) {
    return store.add(next, use.life());
  }

  private static String alias(Use use, int generation) {
    // definitions' names have no dots
    String type = use.type().isEmpty() ? "" : "." + use.type();
    return PREFIX + use.authority() + type + "." + generation;
  }

  private Subject subject(Use use) {
    List<String> uris = new ArrayList<>(List.of(issuer(use.authority())));
    if (!use.type().isEmpty()) {
      uris.add(settings.publicUrl() + "/credential-types/" + use.type());
    }
    return new Subject(use.authority(), uris);
  }

  private KeyCheck.Terms terms(Use use) {
    Instant now = clock.instant();
    return new KeyCheck.Terms(issuer(use.authority()), now, now.plus(use.life()));
  }

  /** The chain to sign under, remade or read anew where the one in use has to go. */
  private List<X509Certificate> chain(StoredKey key, Opened opened, Use use) {
    if (!SigningKey.keyHash(opened.publicKey()).equals(key.keyHash())) {
      throw CertificateProblem.KEY_UNFIT.problem(
          "\""
              + key.alias()
              + "\" is another key now; start a new key instead of changing this one");
    }
    List<X509Certificate> chain = Chains.ofText(key.chain());
    if (source.makesKeys()) {
      if (!hub.serves(chain.get(0), opened.publicKey(), subject(use))) {
        chain = List.of(hub.leaf(use.suite(), opened.publicKey(), subject(use)));
        store.renew(key.id(), Chains.text(chain));
      }
      return chain;
    }
    if (!chain.equals(opened.chain())) {
      chain = KeyCheck.fitting(key.alias(), opened, use.suite(), terms(use));
      store.renew(key.id(), Chains.text(chain));
    }
    KeyCheck.requireTime(key.alias(), chain, terms(use));
    return chain.subList(0, chain.size() - 1);
  }

  private static List<X509Certificate> belowAnchor(StoredKey key) {
    List<X509Certificate> chain = Chains.ofText(key.chain());
    return key.store().equals(HubFiles.NAME) ? chain : chain.subList(0, chain.size() - 1);
  }

  /** Keys from before types had their own signed every type; they go on verifying. */
  private void adopt(X509Store certificates) {
    for (String name : certificates.named(PREFIX)) {
      String authority = name.substring(PREFIX.length());
      X509Certificate leaf = hub.stored(name).orElseThrow();
      Instant now = clock.instant();
      store.addRetired(
          new StoredKey(
              ids.next(),
              authority,
              SigningKeyStore.EVERY_TYPE,
              1,
              SignatureSuite.ES256,
              HubFiles.NAME,
              name,
              SigningKey.keyHash(leaf.getPublicKey()),
              Chains.text(List.of(leaf)),
              leaf.getNotBefore().toInstant(),
              now,
              now.plus(LISTS_LIFE),
              null));
      certificates.remove(name);
    }
  }
}
