package io.tongban.certificates.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.OfflineTrust;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Label;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The hub's own issuers as a list that can be kept. */
@ApplicationScoped
class SignedTrustList implements OfflineTrust {
  /** Long enough for a week without a network, short enough for a key that must go. */
  private static final Duration LIFE = Duration.ofDays(7);

  private final Definitions definitions;
  private final Holdings holdings;
  private final AuthorityKeys keys;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  SignedTrustList(
      Definitions definitions,
      Holdings holdings,
      AuthorityKeys keys,
      HubSettings settings,
      Clock clock) {
    this.definitions = definitions;
    this.holdings = holdings;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String trustList() {
    Instant now = clock.instant();
    ObjectNode payload = CanonicalJson.mapper().createObjectNode();
    payload.put("iss", settings.publicUrl().toString());
    payload.put("iat", now.getEpochSecond());
    payload.put("exp", now.plus(LIFE).getEpochSecond());
    ArrayNode issuers = payload.putArray("issuers");
    Map<String, List<Definition<CertificateTypeSpec>>> byAuthority =
        definitions.all(CertificateTypeSpec.class).stream()
            .filter(type -> type.spec().issuesHere())
            .collect(
                Collectors.groupingBy(
                    type -> type.spec().authority(), TreeMap::new, Collectors.toList()));
    byAuthority.forEach((authority, types) -> issuer(issuers.addObject(), authority, types));
    return JwtSigner.sign(keys.hub(), "trust-list+jwt", payload);
  }

  private void issuer(
      ObjectNode issuer, String authority, List<Definition<CertificateTypeSpec>> types) {
    issuer.put("iss", keys.issuer(authority));
    ArrayNode published = issuer.putArray("keys");
    keys.published(types).stream()
        .filter(key -> key.suite() == SignatureSuite.ES256)
        .forEach(key -> published.add(jwk(key.chain().get(0))));
    issuer.set("title", label(holdings.department(authority)));
    issuer.put("status_lists", keys.statusLists(authority));
    ArrayNode named = issuer.putArray("types");
    for (Definition<CertificateTypeSpec> type : types) {
      ObjectNode one = named.addObject().put("vct", type.spec().vct());
      one.set("title", label(type.title()));
      ObjectNode claims = one.putObject("claims");
      Holdings.claims(type.spec()).forEach(claim -> claims.set(claim.name(), label(claim.title())));
    }
  }

  @Override
  public ObjectNode key() {
    return jwk(keys.hub().leaf());
  }

  private static ObjectNode jwk(X509Certificate certificate) {
    return Jwks.json((ECPublicKey) certificate.getPublicKey());
  }

  private static ObjectNode label(Label label) {
    return CanonicalJson.mapper().createObjectNode().put("zh", label.zh()).put("en", label.en());
  }
}
