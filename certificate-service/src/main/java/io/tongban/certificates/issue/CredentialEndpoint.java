package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jose.WalletProofs;
import io.tongban.certificates.jose.WalletProofs.KeyProof;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Set;

/** The credential and notification endpoints (OpenID4VCI 1.0, sections 8 and 11). */
@ApplicationScoped
class CredentialEndpoint {
  private static final Set<String> EVENTS =
      Set.of("credential_accepted", "credential_failure", "credential_deleted");

  private final TokenEndpoint tokens;
  private final Nonces nonces;
  private final CertificateMaker maker;
  private final OfferStore offers;
  private final AuthorityKeys keys;
  private final Sealer sealer;
  private final Clock clock;

  @Inject
  CredentialEndpoint(
      TokenEndpoint tokens,
      Nonces nonces,
      CertificateMaker maker,
      OfferStore offers,
      AuthorityKeys keys,
      Sealer sealer,
      Clock clock) {
    this.tokens = tokens;
    this.nonces = nonces;
    this.maker = maker;
    this.offers = offers;
    this.keys = keys;
    this.sealer = sealer;
    this.clock = clock;
  }

  ObjectNode credential(String authority, TokenUse use, JsonNode request) {
    StoredOffer offer = tokens.use(authority, use, "credential");
    checkRequest(offer, request);
    KeyProof proof = WalletProofs.keyProof(proof(request), keys.issuer(authority), clock.instant());
    if (!nonces.redeem(authority, proof.nonce())) {
      throw IssuerError.INVALID_NONCE.because(
          "the nonce is not ours, has expired or was used before");
    }
    if (!offers.begin(offer)) {
      throw IssuerError.CREDENTIAL_REQUEST_DENIED.because(
          "the certificate of this offer was issued already");
    }
    CertificateMaker.Made made = make(offer, proof);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putArray("credentials").addObject().put("credential", made.compact());
    return answer.put("notification_id", notificationId(offer));
  }

  private CertificateMaker.Made make(StoredOffer offer, KeyProof proof) {
    boolean done = false;
    try {
      CertificateMaker.Made made = maker.make(offer, proof.key());
      offers.issued(offer, made.id());
      done = true;
      return made;
    } catch (ProblemException e) {
      // a refusal by the judge is the authority's affair; the wallet learns that it was refused
      if (e.problem().status() == 403) {
        throw IssuerError.CREDENTIAL_REQUEST_DENIED.because(
            "the authority may not issue this certificate: " + e.problem().code());
      }
      throw e;
    } finally {
      if (!done) {
        offers.giveBack(offer);
      }
    }
  }

  private static void checkRequest(StoredOffer offer, JsonNode request) {
    if (request == null || !request.isObject()) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because("the request is not a JSON object");
    }
    if (request.has("credential_response_encryption")) {
      throw IssuerError.INVALID_ENCRYPTION_PARAMETERS.because(
          "this issuer does not encrypt its responses");
    }
    boolean byConfiguration = request.has("credential_configuration_id");
    if (byConfiguration == request.has("credential_identifier")) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because(
          "give either credential_configuration_id or credential_identifier");
    }
    if (!byConfiguration) {
      throw IssuerError.UNKNOWN_CREDENTIAL_IDENTIFIER.because(
          "the token response named no credential_identifiers");
    }
    if (!offer.type().equals(request.get("credential_configuration_id").textValue())) {
      throw IssuerError.UNKNOWN_CREDENTIAL_CONFIGURATION.because(
          "the offer was for another credential_configuration_id");
    }
  }

  private static String proof(JsonNode request) {
    JsonNode proofs = request.get("proofs");
    if (proofs == null || !proofs.isObject() || proofs.size() != 1) {
      throw IssuerError.INVALID_PROOF.because("proofs with exactly one proof type is needed");
    }
    JsonNode jwts = proofs.get("jwt");
    if (jwts == null || !jwts.isArray() || jwts.isEmpty() || !jwts.get(0).isTextual()) {
      throw IssuerError.INVALID_PROOF.because("a proof of type jwt is needed");
    }
    if (jwts.size() > 1) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because(
          "this issuer does not issue in batches: give one proof");
    }
    return jwts.get(0).textValue();
  }

  void notification(String authority, TokenUse use, JsonNode request) {
    StoredOffer offer = tokens.use(authority, use, "notification");
    if (request == null
        || !request.path("notification_id").isTextual()
        || !EVENTS.contains(request.path("event").asText())) {
      throw IssuerError.INVALID_NOTIFICATION_REQUEST.because(
          "notification_id and one of the events " + String.join(", ", EVENTS) + " are needed");
    }
    if (!offer.issued()
        || !notificationId(offer).equals(request.get("notification_id").textValue())) {
      throw IssuerError.INVALID_NOTIFICATION_ID.because("there is no such notification_id");
    }
    offers.notified(offer, request.get("event").textValue());
  }

  private String notificationId(StoredOffer offer) {
    return sealer.hash("notification", offer.id().toString());
  }
}
