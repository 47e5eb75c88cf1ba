package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.ClientAttestation;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.WalletSpec;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.NewTokens;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.OfferStore.StoredRefresh;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Codes and refresh tokens into tokens (OpenID4VCI 1.0, section 6), and tokens checked where they
 * are used.
 */
@ApplicationScoped
class TokenEndpoint {
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** How long a wallet may ask anew without its holder signing in. */
  private static final Duration REFRESH_LIFE = Duration.ofDays(30);

  private final OfferStore offers;
  private final Configurations configurations;
  private final Profiles profiles;
  private final Dpop dpop;
  private final Wallets wallets;
  private final AuthorityKeys keys;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  TokenEndpoint(
      OfferStore offers,
      Configurations configurations,
      Profiles profiles,
      Dpop dpop,
      Wallets wallets,
      AuthorityKeys keys,
      Clock clock) {
    this.offers = offers;
    this.configurations = configurations;
    this.profiles = profiles;
    this.dpop = dpop;
    this.wallets = wallets;
    this.keys = keys;
    this.clock = clock;
  }

  ObjectNode token(
      String authority,
      Map<String, List<String>> values,
      List<String> proofs,
      ClientAttestation attestation) {
    Form form = new Form(values);
    String grantType = form.required("grant_type");
    if (form.one("authorization_details").isPresent()) {
      throw IssuerError.INVALID_AUTHORIZATION_DETAILS.because(
          "what the token is for was settled before; leave authorization_details out");
    }
    return switch (grantType) {
      case Offering.GRANT_TYPE -> preAuthorized(authority, form, proofs);
      case "authorization_code" -> authorized(authority, form, proofs, attestation);
      case "refresh_token" -> refreshed(authority, form, proofs, attestation);
      default ->
          throw IssuerError.UNSUPPORTED_GRANT_TYPE.because(
              "this issuer knows the grants pre-authorized_code, authorization_code and"
                  + " refresh_token");
    };
  }

  private ObjectNode preAuthorized(String authority, Form form, List<String> proofs) {
    if (profiles.isHaip(authority)) {
      throw IssuerError.UNAUTHORIZED_CLIENT.because(
          "this issuer keeps to HAIP 1.0: use the authorization code flow");
    }
    StoredOffer offer =
        unused(
            authority, offers.byCode(form.required("pre-authorized_code")), "pre-authorized code");
    String thumbprint = proofs.isEmpty() ? null : thumbprint(authority, proofs);
    checkTransactionCode(offer, form.one("tx_code"));
    NewTokens tokens =
        new NewTokens(Offering.secret(random), clock.instant().plus(LIFE), null, null);
    if (!offers.redeem(offer, tokens, thumbprint)) {
      throw usedCode();
    }
    return answer(tokens, thumbprint != null);
  }

  private ObjectNode authorized(
      String authority, Form form, List<String> proofs, ClientAttestation attestation) {
    StoredOffer offer =
        unused(authority, offers.byAuthorizationCode(form.required("code")), "authorization code");
    checkWallet(offer, form, attestation);
    if (!form.required("redirect_uri").equals(offer.redirectUri())) {
      throw IssuerError.INVALID_GRANT.because("the redirect_uri is not that of the request");
    }
    if (!challenge(form.required("code_verifier")).equals(offer.codeChallenge())) {
      throw IssuerError.INVALID_GRANT.because("the code_verifier is not that of the request");
    }
    String thumbprint = thumbprint(authority, proofs);
    if (offer.dpopThumbprint() != null && !offer.dpopThumbprint().equals(thumbprint)) {
      throw IssuerError.INVALID_GRANT.because("the code is bound to another DPoP key");
    }
    Instant refreshed = clock.instant().plus(REFRESH_LIFE);
    NewTokens tokens = tokens(refreshed);
    if (!offers.redeem(offer, tokens, thumbprint)) {
      offers.distrust(offer);
      throw usedCode();
    }
    return withDetails(answer(tokens, true), offer);
  }

  private NewTokens tokens(Instant refreshExpires) {
    return new NewTokens(
        Offering.secret(random),
        clock.instant().plus(LIFE),
        Offering.secret(random),
        refreshExpires);
  }

  /** The certificate that {@code authorization_details} asked for (OpenID4VCI 1.0, section 6.2). */
  private ObjectNode withDetails(ObjectNode answer, StoredOffer offer) {
    if (offer.byDetails()) {
      String configuration = configurations.settled(offer, IssuerError.INVALID_GRANT).id();
      answer
          .putArray("authorization_details")
          .addObject()
          .put("type", "openid_credential")
          .put("credential_configuration_id", configuration)
          .putArray("credential_identifiers")
          .add(configuration);
    }
    return answer;
  }

  /** New tokens of the same holder, key and end; a refresh token works once (RFC 9700, 4.14). */
  private ObjectNode refreshed(
      String authority, Form form, List<String> proofs, ClientAttestation attestation) {
    String token = form.required("refresh_token");
    StoredRefresh refresh =
        offers
            .refreshToken(token)
            .filter(found -> clock.instant().isBefore(found.expires()))
            .orElseThrow(TokenEndpoint::noRefresh);
    StoredOffer offer =
        offers
            .find(refresh.offer())
            .filter(found -> found.authority().equals(authority))
            .filter(found -> !found.state().equals("REVOKED"))
            .orElseThrow(TokenEndpoint::noRefresh);
    checkWallet(offer, form, attestation);
    if (!thumbprint(authority, proofs).equals(offer.dpopThumbprint())) {
      throw IssuerError.INVALID_GRANT.because("the refresh token is bound to another DPoP key");
    }
    NewTokens tokens = tokens(refresh.expires());
    if (refresh.used() || !offers.refresh(offer, token, tokens)) {
      if (offers.refreshToken(token).filter(StoredRefresh::used).isPresent()) {
        offers.distrust(offer);
      }
      throw IssuerError.INVALID_GRANT.because(
          "the refresh token was used before, or its certificate is being issued now");
    }
    return withDetails(answer(tokens, true), offer);
  }

  private static RuntimeException noRefresh() {
    return IssuerError.INVALID_GRANT.because(
        "the refresh token is unknown, has expired or was ended");
  }

  private void checkWallet(StoredOffer offer, Form form, ClientAttestation attestation) {
    if (form.one("client_id").filter(named -> !named.equals(offer.wallet())).isPresent()) {
      throw IssuerError.INVALID_GRANT.because("the grant is of another client_id");
    }
    WalletSpec wallet = wallets.authenticated(offer.authority(), offer.wallet(), attestation);
    if (wallet.attesters() == null) {
      // only a client that authenticates is known without it (RFC 6749, section 4.1.3)
      form.required("client_id");
    }
  }

  /** PKCE's S256 of a verifier (RFC 7636, section 4.2). */
  private static String challenge(String verifier) {
    if (!verifier.matches("[A-Za-z0-9._~-]{43,128}")) {
      throw IssuerError.INVALID_GRANT.because("the code_verifier is not one of RFC 7636");
    }
    return Strict.encode(CanonicalJson.sha256(verifier.getBytes(StandardCharsets.US_ASCII)));
  }

  private String thumbprint(String authority, List<String> proofs) {
    return dpop.atAuthorization(authority, proofs, keys.issuer(authority) + "/token");
  }

  private static ObjectNode answer(NewTokens tokens, boolean bound) {
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("access_token", tokens.access())
            .put("token_type", bound ? "DPoP" : "Bearer")
            .put("expires_in", LIFE.toSeconds());
    return tokens.refresh() == null ? answer : answer.put("refresh_token", tokens.refresh());
  }

  /** The offer of a code; a code that was used before ends what its first use got. */
  private StoredOffer unused(String authority, Optional<StoredOffer> found, String code) {
    StoredOffer offer =
        found
            .filter(o -> o.authority().equals(authority))
            .orElseThrow(() -> IssuerError.INVALID_GRANT.because("there is no such " + code));
    if (!offer.state().equals("OFFERED")) {
      offers.distrust(offer);
      throw usedCode();
    }
    if (!clock.instant().isBefore(offer.expires())) {
      throw IssuerError.INVALID_GRANT.because("the " + code + " has expired");
    }
    return offer;
  }

  private static RuntimeException usedCode() {
    return IssuerError.INVALID_GRANT.because("the code was used before");
  }

  private void checkTransactionCode(StoredOffer offer, Optional<String> code) {
    if (code.isPresent() != (offer.transactionHash() != null)) {
      throw IssuerError.INVALID_REQUEST.because(
          code.isPresent() ? "no tx_code was asked for" : "the parameter tx_code is missing");
    }
    if (code.isPresent() && !offers.tryTransactionCode(offer, code.get())) {
      throw IssuerError.INVALID_GRANT.because(
          "the tx_code is wrong or was tried too often; ask the authority for a new offer");
    }
  }

  /**
   * The offer whose token is used.
   *
   * @param endpoint last part of the endpoint's URL
   */
  StoredOffer use(String authority, TokenUse use, String endpoint) {
    String[] parts = use.authorization() == null ? new String[0] : use.authorization().split(" ");
    if (parts.length != 2 || !parts[0].matches("(?i)bearer|dpop")) {
      throw IssuerError.INVALID_TOKEN.challenged("Bearer", "an access token is needed");
    }
    boolean bound = parts[0].equalsIgnoreCase("dpop");
    String scheme = bound ? "DPoP" : "Bearer";
    StoredOffer offer =
        offers
            .byToken(parts[1])
            .filter(found -> found.authority().equals(authority))
            .filter(found -> clock.instant().isBefore(found.tokenExpires()))
            .filter(found -> !found.state().equals("REVOKED"))
            .orElseThrow(
                () ->
                    IssuerError.INVALID_TOKEN.challenged(
                        scheme, "the access token is unknown or has expired"));
    if (bound != (offer.dpopThumbprint() != null)) {
      throw IssuerError.INVALID_TOKEN.challenged(
          bound ? "Bearer" : "DPoP", "the access token is of the other token type");
    }
    if (bound) {
      checkBinding(offer, use.dpop(), keys.issuer(authority) + "/" + endpoint, parts[1]);
    }
    return offer;
  }

  private void checkBinding(StoredOffer offer, List<String> proofs, String url, String token) {
    String thumbprint;
    try {
      thumbprint = dpop.withToken(proofs, url, token);
    } catch (io.tongban.certificates.IssuerException e) {
      throw e.error().challenged("DPoP", e.description());
    }
    if (!thumbprint.equals(offer.dpopThumbprint())) {
      throw IssuerError.INVALID_TOKEN.challenged("DPoP", "the token is bound to another key");
    }
  }
}
