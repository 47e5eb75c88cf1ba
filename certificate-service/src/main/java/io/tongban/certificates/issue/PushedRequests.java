package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.ClientAttestation;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.WalletSpec;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.WalletRequestStore;
import io.tongban.certificates.jdbc.WalletRequestStore.WalletRequest;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pushed authorization request endpoint (RFC 9126): everything is checked here, once. */
@ApplicationScoped
class PushedRequests {
  static final String PREFIX = "urn:ietf:params:oauth:request_uri:";
  private static final Duration LIFE = Duration.ofSeconds(90);

  /** Requests of one wallet that is not attested which wait at an authority at a time. */
  static final int MAX_WAITING = 1000;

  private static final int MAX_STATE = 1000;

  private final Configurations configurations;
  private final Wallets wallets;
  private final WalletRequestStore requests;
  private final OfferStore offers;
  private final AuthorityKeys keys;
  private final Dpop dpop;
  private final Ids ids;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  PushedRequests(
      Configurations configurations,
      Wallets wallets,
      WalletRequestStore requests,
      OfferStore offers,
      AuthorityKeys keys,
      Dpop dpop,
      Ids ids,
      Clock clock) {
    this.configurations = configurations;
    this.wallets = wallets;
    this.requests = requests;
    this.offers = offers;
    this.keys = keys;
    this.dpop = dpop;
    this.ids = ids;
    this.clock = clock;
  }

  /** What a request asks for. */
  private record Wanted(Configuration configuration, boolean byDetails) {
    String type() {
      return configuration.type().name();
    }
  }

  ObjectNode push(
      String authority,
      Map<String, List<String>> values,
      List<String> proofs,
      ClientAttestation attestation) {
    Form form = new Form(values);
    WalletSpec wallet = wallets.authenticated(authority, form.required("client_id"), attestation);
    requireRoom(authority, wallet);
    String redirect = redirect(form, wallet);
    checkProtocol(form);
    Wanted wanted = wanted(authority, form);
    Optional<StoredOffer> offer =
        form.one("issuer_state").map(state -> offer(authority, wanted.type(), state));
    String requestUri = PREFIX + Offering.secret(random);
    requests.add(
        new WalletRequest(
            ids.next(),
            authority,
            wanted.type(),
            wanted.configuration().format().id(),
            wallet.clientId(),
            redirect,
            form.one("state").orElse(null),
            form.required("code_challenge"),
            key(authority, form, proofs),
            wanted.byDetails(),
            offer.map(StoredOffer::id).orElse(null),
            clock.instant().plus(LIFE)),
        requestUri);
    return JsonNodeFactory.instance
        .objectNode()
        .put("request_uri", requestUri)
        .put("expires_in", LIFE.toSeconds());
  }

  /** Anybody can push in the name of a wallet that proves nothing, so that has an end. */
  private void requireRoom(String authority, WalletSpec wallet) {
    if (wallet.attesters() == null
        && requests.waiting(authority, wallet.clientId()) >= MAX_WAITING) {
      throw IssuerError.TEMPORARILY_UNAVAILABLE.because(
          "too many requests of this wallet wait for their holders; try again in "
              + LIFE.toSeconds()
              + " seconds");
    }
  }

  private static String redirect(Form form, WalletSpec wallet) {
    String redirect = form.required("redirect_uri");
    if (!wallet.redirectUris().contains(redirect)) {
      throw IssuerError.INVALID_REQUEST.because("the redirect_uri is not one of the wallet's");
    }
    return redirect;
  }

  private static void checkProtocol(Form form) {
    if (form.one("request").isPresent() || form.one("request_uri").isPresent()) {
      throw IssuerError.INVALID_REQUEST.because("push the parameters themselves");
    }
    if (!form.required("response_type").equals("code")) {
      throw IssuerError.UNSUPPORTED_RESPONSE_TYPE.because("the response_type is code");
    }
    if (!form.one("code_challenge_method").orElse("plain").equals("S256")) {
      throw IssuerError.INVALID_REQUEST.because("the code_challenge_method is S256");
    }
    if (!form.required("code_challenge").matches("[A-Za-z0-9_-]{43}")) {
      throw IssuerError.INVALID_REQUEST.because(
          "the code_challenge is not the base64url of a SHA-256 digest");
    }
    if (form.one("state").filter(state -> state.length() > MAX_STATE).isPresent()) {
      throw IssuerError.INVALID_REQUEST.because(
          "the state is longer than " + MAX_STATE + " characters");
    }
  }

  private Wanted wanted(String authority, Form form) {
    Optional<String> scope = form.one("scope");
    Optional<String> details = form.one("authorization_details");
    if (scope.isPresent() == details.isPresent()) {
      throw IssuerError.INVALID_REQUEST.because("give either scope or authorization_details");
    }
    return scope
        .map(
            name ->
                new Wanted(
                    configuration(authority, name, IssuerError.INVALID_SCOPE, "scope"), false))
        .orElseGet(
            () ->
                new Wanted(
                    configuration(
                        authority,
                        configuration(details.get()),
                        IssuerError.INVALID_AUTHORIZATION_DETAILS,
                        "credential_configuration_id"),
                    true));
  }

  private Configuration configuration(String authority, String id, IssuerError error, String what) {
    return configurations
        .named(authority, id)
        .filter(found -> found.type().spec().selfService() != null)
        .orElseThrow(
            () -> error.because("the " + what + " names no certificate that holders may ask for"));
  }

  /** The one configuration of RFC 9396 details (OpenID4VCI 1.0, section 5.1.1). */
  private static String configuration(String text) {
    IssuerError error = IssuerError.INVALID_AUTHORIZATION_DETAILS;
    JsonNode details = json(text);
    if (!details.isArray() || details.size() != 1) {
      throw error.because("authorization_details is an array of one object");
    }
    JsonNode detail = details.get(0);
    if (!"openid_credential".equals(detail.path("type").textValue())
        || !detail.path("credential_configuration_id").isTextual()) {
      throw error.because("type openid_credential and credential_configuration_id are needed");
    }
    if (detail.has("credential_identifiers")) {
      throw error.because("credential_identifiers are the issuer's to give");
    }
    return detail.get("credential_configuration_id").textValue();
  }

  private static JsonNode json(String text) {
    try {
      return Strict.json(text.getBytes(StandardCharsets.UTF_8));
    } catch (SdJwtException e) {
      IssuerException problem =
          IssuerError.INVALID_AUTHORIZATION_DETAILS.because("authorization_details is not JSON");
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private StoredOffer offer(String authority, String type, String issuerState) {
    return offers
        .byIssuerState(issuerState)
        .filter(offer -> offer.authority().equals(authority) && offer.type().equals(type))
        .filter(offer -> offer.state().equals("OFFERED"))
        .filter(offer -> clock.instant().isBefore(offer.expires()))
        .orElseThrow(
            () ->
                IssuerError.INVALID_REQUEST.because(
                    "the issuer_state is of no offer of that certificate, was used or has expired"));
  }

  /** The key the code will be bound to: of the proof, or named by {@code dpop_jkt}. */
  private String key(String authority, Form form, List<String> proofs) {
    Optional<String> named = form.one("dpop_jkt");
    if (proofs.isEmpty()) {
      return named.orElse(null);
    }
    String thumbprint = dpop.atAuthorization(authority, proofs, keys.issuer(authority) + "/par");
    if (named.filter(name -> !name.equals(thumbprint)).isPresent()) {
      throw IssuerError.INVALID_DPOP_PROOF.because("dpop_jkt names another key than the proof");
    }
    return thumbprint;
  }
}
