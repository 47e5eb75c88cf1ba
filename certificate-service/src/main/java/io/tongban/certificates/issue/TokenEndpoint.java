package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.UsedOnce;
import io.tongban.certificates.jose.WalletProofs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Codes into tokens (OpenID4VCI 1.0, section 6), and tokens checked where they are used. */
@ApplicationScoped
class TokenEndpoint {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private final OfferStore offers;
  private final UsedOnce used;
  private final AuthorityKeys keys;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  TokenEndpoint(OfferStore offers, UsedOnce used, AuthorityKeys keys, Clock clock) {
    this.offers = offers;
    this.used = used;
    this.keys = keys;
    this.clock = clock;
  }

  ObjectNode token(String authority, Map<String, List<String>> form, List<String> dpop) {
    String grantType = required(form, "grant_type");
    if (!grantType.equals(Offering.GRANT_TYPE)) {
      throw IssuerError.UNSUPPORTED_GRANT_TYPE.because(
          "this issuer knows the pre-authorized_code grant only");
    }
    if (one(form, "authorization_details").isPresent()) {
      throw IssuerError.INVALID_AUTHORIZATION_DETAILS.because(
          "ask for the credential by credential_configuration_id");
    }
    StoredOffer offer = offer(authority, required(form, "pre-authorized_code"));
    String thumbprint = dpop.isEmpty() ? null : dpop(dpop, keys.issuer(authority) + "/token", null);
    checkTransactionCode(offer, one(form, "tx_code"));
    String token = Offering.secret(random);
    if (!offers.redeem(offer, token, clock.instant().plus(LIFE), thumbprint)) {
      throw usedCode();
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("access_token", token)
        .put("token_type", thumbprint == null ? "Bearer" : "DPoP")
        .put("expires_in", LIFE.toSeconds());
  }

  private StoredOffer offer(String authority, String code) {
    StoredOffer offer =
        offers
            .byCode(code)
            .filter(found -> found.authority().equals(authority))
            .orElseThrow(
                () -> IssuerError.INVALID_GRANT.because("there is no such pre-authorized code"));
    if (!offer.state().equals("OFFERED")) {
      offers.distrust(offer);
      throw usedCode();
    }
    if (!clock.instant().isBefore(offer.expires())) {
      throw IssuerError.INVALID_GRANT.because("the pre-authorized code has expired");
    }
    return offer;
  }

  private static RuntimeException usedCode() {
    return IssuerError.INVALID_GRANT.because("the pre-authorized code was used before");
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

  private static String required(Map<String, List<String>> form, String name) {
    return one(form, name)
        .orElseThrow(
            () -> IssuerError.INVALID_REQUEST.because("the parameter " + name + " is missing"));
  }

  private static Optional<String> one(Map<String, List<String>> form, String name) {
    List<String> values = form.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw IssuerError.INVALID_REQUEST.because("the parameter " + name + " is repeated");
    }
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /** The thumbprint of the key of a DPoP proof that was not used before. */
  private String dpop(List<String> proofs, String url, String token) {
    Instant now = clock.instant();
    WalletProofs.Dpop proof = WalletProofs.dpop(proofs, url, token, now);
    Instant until = now.plus(WalletProofs.MAX_AGE).plus(WalletProofs.MAX_AHEAD);
    if (!used.first("dpop/" + proof.thumbprint(), proof.id(), until)) {
      throw IssuerError.INVALID_DPOP_PROOF.because("the DPoP proof was used before");
    }
    return proof.thumbprint();
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
      thumbprint = dpop(proofs, url, token);
    } catch (io.tongban.certificates.IssuerException e) {
      throw e.error().challenged("DPoP", e.description());
    }
    if (!thumbprint.equals(offer.dpopThumbprint())) {
      throw IssuerError.INVALID_TOKEN.challenged("DPoP", "the token is bound to another key");
    }
  }
}
