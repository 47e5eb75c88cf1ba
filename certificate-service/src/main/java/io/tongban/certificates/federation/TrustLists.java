package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.SubordinateSpec;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.bouncycastle.FederationX509;
import io.tongban.certificates.jdbc.X509Store;
import io.tongban.certificates.jose.FederationJwt;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.HubSpec;
import io.tongban.hub.Label;
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
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What the federation's statements say, for verifiers that do not speak OpenID Federation: X.509
 * chains, authority key identifiers and a list of trusted entities (ETSI TS 119 602). All are made
 * from the same definitions.
 */
@ApplicationScoped
class TrustLists {
  private static final String ROOT = "federation-root";
  private static final String SIGNER = "federation-lists";
  private static final Duration ROOT_LIFE = Duration.ofDays(20L * 365);
  private static final Duration LIFE = Duration.ofDays(365);
  private static final Duration NEXT_UPDATE = Duration.ofDays(1);

  private final Definitions definitions;
  private final Entities entities;
  private final AuthorityKeys authorities;
  private final HubKeys keys;
  private final X509Store store;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  TrustLists(
      Definitions definitions,
      Entities entities,
      AuthorityKeys authorities,
      HubKeys keys,
      X509Store store,
      HubSettings settings,
      Clock clock) {
    this.definitions = definitions;
    this.entities = entities;
    this.authorities = authorities;
    this.keys = keys;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** A region below the hub with its certificate authority, and what it may certify. */
  private record Region(Definition<SubordinateSpec> declared, X509Certificate authority) {
    /** Certificate authorities that may stand below it, or null for any number. */
    Integer below() {
      Integer most = limits() == null ? null : limits().maxPathLength();
      return most == null ? null : most - 1;
    }

    List<String> permitted() {
      return limits() == null
          ? List.of()
          : Objects.requireNonNullElse(limits().permitted(), List.of());
    }

    List<String> excluded() {
      return limits() == null
          ? List.of()
          : Objects.requireNonNullElse(limits().excluded(), List.of());
    }

    private SubordinateSpec.Constraints limits() {
      return declared.spec().constraints();
    }
  }

  /** A region that may have nothing below it can be no certificate authority. */
  private List<Region> regions() {
    LocalDate today = entities.today();
    return definitions.all(SubordinateSpec.class).stream()
        .filter(subordinate -> subordinate.spec().holdsOn(today))
        .filter(subordinate -> subordinate.spec().certificate() != null)
        .flatMap(
            subordinate ->
                FederationX509.authority(subordinate.spec().certificate())
                    .map(certificate -> new Region(subordinate, certificate))
                    .stream())
        .filter(region -> region.below() == null || region.below() >= 0)
        .toList();
  }

  String chains() {
    X509Certificate root = root();
    X509Certificate own = cross(authorities.anchor(), 0, List.of(), List.of());
    List<X509Certificate> all = new ArrayList<>();
    for (String authority : issuing()) {
      leaves(authority).forEach(leaf -> all.addAll(List.of(leaf, own, root)));
    }
    for (Region region : regions()) {
      all.addAll(List.of(cross(region), root));
    }
    StringBuilder pem = new StringBuilder();
    all.forEach(certificate -> pem.append(pem(certificate)));
    return pem.toString();
  }

  private X509Certificate cross(Region region) {
    return cross(region.authority(), region.below(), region.permitted(), region.excluded());
  }

  /** Own authorities that are not withdrawn. */
  /** Certificates of the keys an authority signs with, of those below the hub's own anchor. */
  private List<X509Certificate> leaves(String authority) {
    List<Definition<CertificateTypeSpec>> types =
        definitions.all(CertificateTypeSpec.class).stream()
            .filter(type -> type.spec().issuesHere() && type.spec().authority().equals(authority))
            .toList();
    Object anchor = authorities.anchor().getSubjectX500Principal();
    return authorities.published(types).stream()
        .map(key -> key.chain().get(0))
        .filter(leaf -> leaf.getIssuerX500Principal().equals(anchor))
        .toList();
  }

  private List<String> issuing() {
    LocalDate today = entities.today();
    return entities.authorities().stream()
        .filter(
            authority ->
                entities
                    .subordinate(entities.of(authority))
                    .filter(spec -> !spec.holdsOn(today))
                    .isEmpty())
        .toList();
  }

  private X509Certificate root() {
    KeyPair pair = keys.ec256(ROOT);
    return kept(
        ROOT,
        pair.getPublic(),
        ROOT_LIFE,
        (from, to) -> FederationX509.root(pair, settings.origin(), from, to));
  }

  private X509Certificate cross(
      X509Certificate authority, Integer below, List<String> permitted, List<String> excluded) {
    ObjectNode terms = JsonNodeFactory.instance.objectNode();
    terms.put("key", authority.getPublicKey().getEncoded());
    terms.put("name", authority.getSubjectX500Principal().getName());
    terms.put("below", below);
    permitted.forEach(terms.putArray("permitted")::add);
    excluded.forEach(terms.putArray("excluded")::add);
    X509Certificate root = root();
    return kept(
        "cross-" + HexFormat.of().formatHex(CanonicalJson.sha256(terms)),
        authority.getPublicKey(),
        LIFE,
        (from, to) ->
            FederationX509.cross(
                authority, below, permitted, excluded, root, keys.ec256(ROOT), from, to));
  }

  private X509Certificate kept(
      String name,
      PublicKey key,
      Duration life,
      BiFunction<Instant, Instant, X509Certificate> make) {
    Instant now = clock.instant();
    return store
        .find(name)
        .map(TrustLists::parsed)
        .filter(found -> found.getPublicKey().equals(key))
        .filter(found -> found.getNotAfter().toInstant().isAfter(now.plus(life.dividedBy(2))))
        .filter(found -> !found.getNotBefore().toInstant().isAfter(now))
        .orElseGet(() -> renewed(name, now, life, make));
  }

  private X509Certificate renewed(
      String name, Instant now, Duration life, BiFunction<Instant, Instant, X509Certificate> make) {
    Instant from = now.minus(Duration.ofHours(1));
    X509Certificate made = make.apply(from, from.plus(life));
    store.put(name, encoded(made), from.plus(life));
    return made;
  }

  private static X509Certificate parsed(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalStateException("the stored certificate is damaged", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has an encoding", e);
    }
  }

  private static String pem(X509Certificate certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded(certificate))
        + "\n-----END CERTIFICATE-----\n";
  }

  ObjectNode authorityKeyIds() {
    Set<String> ids = new LinkedHashSet<>();
    ids.add(FederationX509.keyId(authorities.anchor()));
    regions().forEach(region -> ids.add(FederationX509.keyId(region.authority())));
    ObjectNode query = JsonNodeFactory.instance.objectNode().put("type", "aki");
    ids.forEach(query.withArrayProperty("values")::add);
    return query;
  }

  String trustedEntities() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    ObjectNode lote = list.putObject("LoTE");
    scheme(lote.putObject("ListAndSchemeInformation"), now);
    ArrayNode all = lote.putArray("TrustedEntitiesList");
    for (String authority : issuing()) {
      Label name = title(definitions, authority);
      entity(all.addObject(), name, entities.of(authority), leaves(authority));
    }
    for (Region region : regions()) {
      entity(
          all.addObject(),
          region.declared().title(),
          region.declared().spec().entity(),
          List.of(region.authority()));
    }
    return FederationJwt.signList(keys.ec256(SIGNER), signer(), now, list);
  }

  private X509Certificate signer() {
    PublicKey key = keys.ec256(SIGNER).getPublic();
    X509Certificate root = root();
    return kept(
        SIGNER,
        key,
        LIFE,
        (from, to) ->
            FederationX509.signer(key, settings.origin(), root, keys.ec256(ROOT), from, to));
  }

  private void scheme(ObjectNode scheme, Instant now) {
    Label operator =
        definitions.all(HubSpec.class).stream()
            .findFirst()
            .map(Definition::title)
            .orElseGet(() -> new Label(settings.origin(), settings.origin()));
    scheme.put("LoTEVersionIdentifier", 1);
    // every set of definitions that changes something makes the version grow
    scheme.put("LoTESequenceNumber", Math.max(1, definitions.version()));
    scheme.put("LoTEType", "urn:tongban:trusted-entities");
    texts(scheme.putArray("SchemeOperatorName"), operator);
    uris(
        scheme.putObject("SchemeOperatorAddress").putArray("SchemeOperatorElectronicAddress"),
        entities.hub());
    texts(
        scheme.putArray("SchemeName"),
        new Label(
            settings.region() + "：可颁发电子证照的机构",
            settings.region() + ": authorities that may issue certificates"));
    uris(scheme.putArray("SchemeInformationURI"), entities.hub());
    scheme.put("StatusDeterminationApproach", "urn:tongban:trusted-entities:declared");
    scheme.put("SchemeTerritory", settings.region());
    scheme.put("ListIssueDateTime", now.toString());
    scheme.put("NextUpdate", now.plus(NEXT_UPDATE).toString());
  }

  private static void entity(
      ObjectNode entity, Label name, String identifier, List<X509Certificate> certificates) {
    ObjectNode information = entity.putObject("TrustedEntityInformation");
    texts(information.putArray("TEName"), name);
    uris(information.putObject("TEAddress").putArray("TEElectronicAddress"), identifier);
    uris(information.putArray("TEInformationURI"), identifier + "/.well-known/openid-federation");
    ObjectNode service =
        entity.putArray("TrustedEntityServices").addObject().putObject("ServiceInformation");
    service.put("ServiceTypeIdentifier", "http://uri.etsi.org/19602/SvcType/PubEAA/Issuance");
    texts(service.putArray("ServiceName"), new Label("颁发电子证照", "Issuing of certificates"));
    ObjectNode identity = service.putObject("ServiceDigitalIdentity");
    ArrayNode all = identity.putArray("X509Certificates");
    certificates.forEach(
        certificate ->
            all.addObject().put("val", Base64.getEncoder().encodeToString(encoded(certificate))));
  }

  private static Label title(Definitions definitions, String department) {
    return definitions
        .find(DepartmentSpec.class, department)
        .map(Definition::title)
        .orElseGet(() -> new Label(department, department));
  }

  private static void texts(ArrayNode array, Label label) {
    Stream.of(new String[] {"en", label.en()}, new String[] {"zh", label.zh()})
        .forEach(text -> array.addObject().put("lang", text[0]).put("value", text[1]));
  }

  private static void uris(ArrayNode array, String uri) {
    array.addObject().put("lang", "en").put("uriValue", uri);
  }
}
