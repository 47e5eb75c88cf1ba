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
  private final Definitions definitions;
  private final OfferStore offers;
  private final AuthorityKeys keys;
  private final Ids ids;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Offering(
      Types types,
      Configurations configurations,
      Issuers issuers,
      Definitions definitions,
      OfferStore offers,
      AuthorityKeys keys,
      Ids ids,
      Clock clock) {
    this.types = types;
    this.configurations = configurations;
    this.issuers = issuers;
    this.definitions = definitions;
    this.offers = offers;
    this.keys = keys;
    this.ids = ids;
    this.clock = clock;
  }

  Offer offer(Actor actor, String name, Map<String, String> parameters, boolean withCode) {
    Definition<CertificateTypeSpec> type = types.named(name);
    issuers.require(actor, type);
    check(type.spec().service(), parameters);
    String authority = type.spec().authority();
    UUID id = ids.next();
    String code = secret(random);
    String transactionCode =
        withCode
            ? String.format("%0" + TRANSACTION_CODE_DIGITS + "d", random.nextInt(1_000_000))
            : null;
    Instant expires = clock.instant().plus(LIFE);
    offers.add(id, name, authority, actor, code, transactionCode, parameters, expires);
    return new Offer(id, uri(object(type), code, withCode), transactionCode, expires);
  }

  Offer invite(Actor actor, String name) {
    Definition<CertificateTypeSpec> type = types.named(name);
    issuers.require(actor, type);
    if (type.spec().selfService() == null) {
      throw CertificateProblem.NOT_FOR_HOLDERS.problem(
          "the CertificateType " + name + " declares no selfService");
    }
    String authority = type.spec().authority();
    UUID id = ids.next();
    String state = secret(random);
    Instant expires = clock.instant().plus(LIFE);
    offers.invite(id, name, authority, actor, state, expires);
    ObjectNode offer = object(type);
    offer.putObject("grants").putObject("authorization_code").put("issuer_state", state);
    return new Offer(id, uri(offer), null, expires);
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

  private static URI uri(ObjectNode offer, String code, boolean withCode) {
    ObjectNode grant = offer.putObject("grants").putObject(GRANT_TYPE);
    grant.put("pre-authorized_code", code);
    if (withCode) {
      grant
          .putObject("tx_code")
          .put("input_mode", "numeric")
          .put("length", TRANSACTION_CODE_DIGITS)
          .put("description", "颁发机构另行告知的验证码 / The code the authority told you separately");
    }
    return uri(offer);
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
