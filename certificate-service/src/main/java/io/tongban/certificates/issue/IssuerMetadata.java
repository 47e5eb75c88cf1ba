package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CertificateTypeSpec.Claim;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.Label;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the documents in which an issuer describes itself and its types. */
@ApplicationScoped
class IssuerMetadata {
  private final Types types;
  private final Configurations configurations;
  private final Wallets wallets;
  private final Profiles profiles;
  private final Definitions definitions;
  private final AuthorityKeys keys;
  private final Envelopes envelopes;
  private final Clock clock;

  @Inject
  IssuerMetadata(
      Types types,
      Configurations configurations,
      Wallets wallets,
      Profiles profiles,
      Definitions definitions,
      AuthorityKeys keys,
      Envelopes envelopes,
      Clock clock) {
    this.types = types;
    this.configurations = configurations;
    this.wallets = wallets;
    this.profiles = profiles;
    this.definitions = definitions;
    this.keys = keys;
    this.envelopes = envelopes;
    this.clock = clock;
  }

  ObjectNode issuer(String authority) {
    String issuer = keys.issuer(authority);
    ObjectNode metadata = object();
    metadata.put("credential_issuer", issuer);
    metadata.put("credential_endpoint", issuer + "/credential");
    metadata.put("deferred_credential_endpoint", issuer + "/deferred_credential");
    metadata.put("nonce_endpoint", issuer + "/nonce");
    metadata.put("notification_endpoint", issuer + "/notification");
    envelopes.describe(authority, metadata);
    metadata.putObject("batch_credential_issuance").put("batch_size", KeyProofs.BATCH_SIZE);
    metadata.put("status_list_aggregation_endpoint", keys.statusLists(authority));
    Label title =
        definitions
            .find(DepartmentSpec.class, authority)
            .map(Definition::title)
            .orElseGet(() -> new Label(authority, authority));
    labels(metadata.putArray("display"), "name", title);
    ObjectNode supported = metadata.putObject("credential_configurations_supported");
    configurations.of(authority).forEach(one -> supported.set(one.id(), configuration(one)));
    return metadata;
  }

  /** The metadata as a JWT of the authority's key (OpenID4VCI 1.0, section 12.2.3). */
  String signedIssuer(String authority) {
    ObjectNode payload = issuer(authority);
    payload.put("sub", keys.issuer(authority));
    payload.put("iat", clock.instant().getEpochSecond());
    return JwtSigner.sign(keys.of(authority), "openidvci-issuer-metadata+jwt", payload);
  }

  private ObjectNode configuration(Configuration described) {
    Definition<CertificateTypeSpec> type = described.type();
    CertificateTypeSpec spec = type.spec();
    ObjectNode configuration = object();
    configuration.put("format", described.format().id());
    configuration.put("scope", described.id());
    described.format().describe(spec, configuration);
    proofTypes(spec, configuration.putObject("proof_types_supported"));
    ObjectNode metadata = configuration.putObject("credential_metadata");
    labels(metadata.putArray("display"), "name", type.title())
        .forEach(display -> card((ObjectNode) display, spec.display()));
    ArrayNode claims = metadata.putArray("claims");
    for (Claim claim : spec.claims()) {
      ObjectNode entry = claims.addObject();
      described.format().path(spec, claim.name()).forEach(entry.putArray("path")::add);
      Optional.ofNullable(claim.title())
          .ifPresent(title -> labels(entry.putArray("display"), "name", title));
    }
    return configuration;
  }

  /** A key attestation counts where the type asks for it, or some declared wallet has one. */
  private void proofTypes(CertificateTypeSpec spec, ObjectNode types) {
    boolean attested = spec.keyAttestations() != null || !wallets.keyAttesters(null).isEmpty();
    for (String type : attested ? List.of("jwt", "attestation") : List.of("jwt")) {
      ObjectNode described = types.putObject(type);
      described
          .putArray("proof_signing_alg_values_supported")
          .add(SignatureSuite.ES256.algorithm());
      if (spec.keyAttestations() != null) {
        ObjectNode required = described.putObject("key_attestations_required");
        levels(required, "key_storage", spec.keyAttestations().keyStorageLevels());
        levels(required, "user_authentication", spec.keyAttestations().userAuthenticationLevels());
      }
    }
  }

  private static void levels(ObjectNode required, String member, List<String> levels) {
    if (!levels.isEmpty()) {
      levels.forEach(required.putArray(member)::add);
    }
  }

  private static void card(ObjectNode display, Map<String, String> card) {
    if (card == null) {
      return;
    }
    for (String member : new String[] {"background_color", "text_color", "description"}) {
      if (card.containsKey(member)) {
        display.put(member, card.get(member));
      }
    }
    if (card.containsKey("logo")) {
      display.putObject("logo").put("uri", card.get("logo"));
    }
  }

  private static ArrayNode labels(ArrayNode array, String member, Label label) {
    array.addObject().put(member, label.zh()).put("locale", "zh-CN");
    array.addObject().put(member, label.en()).put("locale", "en");
    return array;
  }

  ObjectNode authorizationServer(String authority) {
    types.of(authority);
    String issuer = keys.issuer(authority);
    ObjectNode metadata = object();
    metadata.put("issuer", issuer);
    metadata.put("token_endpoint", issuer + "/token");
    metadata.put("authorization_endpoint", issuer + "/authorize");
    metadata.put("pushed_authorization_request_endpoint", issuer + "/par");
    metadata.put("require_pushed_authorization_requests", true);
    metadata.put("authorization_response_iss_parameter_supported", true);
    metadata.putArray("response_types_supported").add("code");
    metadata.putArray("code_challenge_methods_supported").add("S256");
    metadata.putArray("authorization_details_types_supported").add("openid_credential");
    ArrayNode scopes = metadata.putArray("scopes_supported");
    configurations.of(authority).stream()
        .filter(one -> one.type().spec().selfService() != null)
        .forEach(one -> scopes.add(one.id()));
    boolean haip = profiles.isHaip(authority);
    ArrayNode grants = metadata.putArray("grant_types_supported");
    ArrayNode methods = metadata.putArray("token_endpoint_auth_methods_supported");
    if (!haip) {
      grants.add(Offering.GRANT_TYPE);
      methods.add("none");
    }
    grants.add("authorization_code").add("refresh_token");
    methods.add("attest_jwt_client_auth");
    metadata.put("pre-authorized_grant_anonymous_access_supported", !haip);
    for (String what : List.of("client_attestation", "client_attestation_pop")) {
      metadata
          .putArray(what + "_signing_alg_values_supported")
          .add(SignatureSuite.ES256.algorithm());
    }
    metadata.putArray("dpop_signing_alg_values_supported").add(SignatureSuite.ES256.algorithm());
    return metadata;
  }

  ObjectNode issuerKeys(String authority) {
    ObjectNode metadata = object();
    metadata.put("issuer", keys.issuer(authority));
    ArrayNode jwks = metadata.putObject("jwks").putArray("keys");
    keys.published(types.of(authority))
        .forEach(key -> jwks.add(Jwks.verifying(key.suite(), key.chain())));
    return metadata;
  }

  ObjectNode type(String name) {
    Definition<CertificateTypeSpec> type = types.issued(name);
    CertificateTypeSpec spec = type.spec();
    ObjectNode metadata = object();
    metadata.put("vct", spec.vct());
    metadata.put("name", type.title().en());
    labels(metadata.putArray("display"), "name", type.title())
        .forEach(display -> simpleRendering((ObjectNode) display, spec.display()));
    ArrayNode claims = metadata.putArray("claims");
    for (Claim claim : spec.claims()) {
      ObjectNode described = claims.addObject();
      described.putArray("path").add(claim.name());
      Optional.ofNullable(claim.title())
          .ifPresent(title -> labels(described.putArray("display"), "label", title));
      described.put("sd", Boolean.FALSE.equals(claim.disclosable()) ? "never" : "always");
    }
    if (spec.national() != null) {
      metadata.put("code", spec.code());
      metadata.set("national", CanonicalJson.mapper().valueToTree(spec.national()));
    }
    return metadata;
  }

  private static void simpleRendering(ObjectNode display, Map<String, String> card) {
    if (card == null || !card.containsKey("background_color")) {
      return;
    }
    ObjectNode simple = display.putObject("rendering").putObject("simple");
    simple.put("background_color", card.get("background_color"));
    if (card.containsKey("text_color")) {
      simple.put("text_color", card.get("text_color"));
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
