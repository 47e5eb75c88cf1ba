package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates.Offer;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Makes offers (OpenID4VCI 1.0, section 4). */
@ApplicationScoped
class Offering {
  static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
  static final int TRANSACTION_CODE_DIGITS = 6;
  private static final Duration LIFE = Duration.ofMinutes(30);
  private static final int CODE_BYTES = 32;

  private final Types types;
  private final Configurations configurations;
  private final Issuers issuers;
  private final Profiles profiles;
  private final Definitions definitions;
  private final OfferStore offers;
  private final AuthorityKeys keys;
  private final Sealer sealer;
  private final Ids ids;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Offering(
      Types types,
      Configurations configurations,
      Issuers issuers,
      Profiles profiles,
      Definitions definitions,
      OfferStore offers,
      AuthorityKeys keys,
      Sealer sealer,
      Ids ids,
      Clock clock) {
    this.types = types;
    this.configurations = configurations;
    this.issuers = issuers;
    this.profiles = profiles;
    this.definitions = definitions;
    this.offers = offers;
    this.keys = keys;
    this.sealer = sealer;
    this.ids = ids;
    this.clock = clock;
  }

  Offer offer(Actor actor, String name, Map<String, String> parameters, boolean withCode) {
    Definition<CertificateTypeSpec> type = types.issued(name);
    issuers.require(actor, type);
    String authority = type.spec().authority();
    if (profiles.isHaip(authority)) {
      throw CertificateProblem.HOLDERS_SIGN_IN.problem(
          authority + " keeps to HAIP 1.0, which has no pre-authorised codes");
    }
    check(type.spec().service(), parameters);
    UUID id = ids.next();
    String handle = secret(random);
    String code = code(handle);
    String transactionCode =
        withCode
            ? String.format("%0" + TRANSACTION_CODE_DIGITS + "d", random.nextInt(1_000_000))
            : null;
    Instant expires = clock.instant().plus(LIFE);
    offers.add(id, name, authority, actor, code, transactionCode, parameters, expires);
    return new Offer(
        id,
        uri(preAuthorized(type, code, withCode)),
        uri(authority, handle),
        transactionCode,
        expires);
  }

  Offer invite(Actor actor, String name) {
    Definition<CertificateTypeSpec> type = types.issued(name);
    issuers.require(actor, type);
    if (type.spec().selfService() == null) {
      throw CertificateProblem.NOT_FOR_HOLDERS.problem(
          "the CertificateType " + name + " declares no selfService");
    }
    String authority = type.spec().authority();
    UUID id = ids.next();
    String handle = secret(random);
    String state = code(handle);
    Instant expires = clock.instant().plus(LIFE);
    offers.invite(id, name, authority, actor, state, expires);
    return new Offer(id, uri(signIn(type, state)), uri(authority, handle), null, expires);
  }

  /**
   * The offer of a reference (OpenID4VCI 1.0, section 4.1.3). It is worked out of the handle, so
   * that no code need be kept.
   */
  ObjectNode referenced(String authority, String handle) {
    String code = code(handle);
    Optional<ObjectNode> preAuthorized =
        offers
            .byCode(code)
            .filter(offer -> isOpen(offer, authority))
            .map(o -> preAuthorized(types.named(o.type()), code, o.transactionHash() != null));
    return preAuthorized
        .or(
            () ->
                offers
                    .byIssuerState(code)
                    .filter(offer -> isOpen(offer, authority))
                    .map(offer -> signIn(types.named(offer.type()), code)))
        .orElseThrow(
            () ->
                CertificateProblem.OFFER_UNKNOWN.problem(
                    "there is no such offer, or it was taken up or has expired"));
  }

  private boolean isOpen(StoredOffer offer, String authority) {
    return offer.authority().equals(authority)
        && offer.state().equals("OFFERED")
        && clock.instant().isBefore(offer.expires());
  }

  private String code(String handle) {
    return sealer.hash("offer-handle", handle);
  }

  private URI uri(String authority, String handle) {
    return URI.create(
        "openid-credential-offer://?credential_offer_uri="
            + URLEncoder.encode(
                keys.issuer(authority) + "/offers/" + handle, StandardCharsets.UTF_8));
  }

  private void check(String service, Map<String, String> parameters) {
    DataServiceSpec spec =
        definitions
            .find(DataServiceSpec.class, service)
            .orElseThrow(
                () ->
                    CertificateProblem.PARAMETERS_INVALID.problem(
                        "the data service " + service + " is not declared any more"))
            .spec();
    List<DataServiceSpec.Parameter> declared =
        spec.parameters() == null ? List.of() : spec.parameters();
    TreeSet<String> unknown = new TreeSet<>(parameters.keySet());
    declared.forEach(parameter -> unknown.remove(parameter.name()));
    if (!unknown.isEmpty()) {
      throw CertificateProblem.PARAMETERS_INVALID.problem(
          "the data service " + service + " has no parameter " + unknown);
    }
    List<String> missing =
        declared.stream()
            .filter(parameter -> !Boolean.FALSE.equals(parameter.required()))
            .map(DataServiceSpec.Parameter::name)
            .filter(name -> parameters.get(name) == null || parameters.get(name).isBlank())
            .toList();
    if (!missing.isEmpty()) {
      throw CertificateProblem.PARAMETERS_INVALID.problem(
          "the data service " + service + " needs the parameters " + missing);
    }
  }

  private ObjectNode signIn(Definition<CertificateTypeSpec> type, String state) {
    ObjectNode offer = object(type);
    offer.putObject("grants").putObject("authorization_code").put("issuer_state", state);
    return offer;
  }

  private ObjectNode preAuthorized(
      Definition<CertificateTypeSpec> type, String code, boolean withCode) {
    ObjectNode offer = object(type);
    ObjectNode grant = offer.putObject("grants").putObject(GRANT_TYPE);
    grant.put("pre-authorized_code", code);
    if (withCode) {
      grant
          .putObject("tx_code")
          .put("input_mode", "numeric")
          .put("length", TRANSACTION_CODE_DIGITS)
          .put("description", "颁发机构另行告知的验证码 / The code the authority told you separately");
    }
    return offer;
  }

  /** The wallet takes one certificate, in whichever of the type's formats it likes. */
  private ObjectNode object(Definition<CertificateTypeSpec> type) {
    ObjectNode offer = JsonNodeFactory.instance.objectNode();
    offer.put("credential_issuer", keys.issuer(type.spec().authority()));
    ArrayNode ids = offer.putArray("credential_configuration_ids");
    configurations.of(type).forEach(configuration -> ids.add(configuration.id()));
    return offer;
  }

  private static URI uri(ObjectNode offer) {
    return URI.create(
        "openid-credential-offer://?credential_offer="
            + URLEncoder.encode(offer.toString(), StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** 256 random bits for codes and tokens. */
  static String secret(SecureRandom random) {
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
