package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CredentialIssuer.Reply;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.CredentialIssuer.WalletMessage;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.format.CredentialFormat;
import io.tongban.certificates.issue.Envelopes.Opened;
import io.tongban.certificates.issue.KeyProofs.Proved;
import io.tongban.certificates.jdbc.IssueStore;
import io.tongban.certificates.jdbc.IssueStore.Claim;
import io.tongban.certificates.jdbc.IssueStore.Nonce;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.Deferral;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.UsedOnce;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The credential, deferred credential and notification endpoints (OpenID4VCI 1.0, sections 8, 9 and
 * 11).
 */
@ApplicationScoped
class CredentialEndpoint {
  /** Where the state's own records cannot be asked now but can be later. */
  static final Set<String> LATER =
      Set.of(HubProblem.SOURCE_UNREACHABLE.code(), HubProblem.SOURCE_BUSY.code());

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** How long a wallet may ask for what was deferred; its token holds as long. */
  private static final Duration DEFERRED_LIFE = Duration.ofDays(1);

  private static final Set<String> EVENTS =
      Set.of("credential_accepted", "credential_failure", "credential_deleted");

  private final TokenEndpoint tokens;
  private final Configurations configurations;
  private final KeyProofs proofs;
  private final Nonces nonces;
  private final Envelopes envelopes;
  private final CertificateMaker maker;
  private final OfferStore offers;
  private final IssueStore issues;
  private final UsedOnce used;
  private final Sealer sealer;
  private final Clock clock;

  @Inject
  CredentialEndpoint(
      TokenEndpoint tokens,
      Configurations configurations,
      KeyProofs proofs,
      Nonces nonces,
      Envelopes envelopes,
      CertificateMaker maker,
      OfferStore offers,
      IssueStore issues,
      UsedOnce used,
      Sealer sealer,
      Clock clock) {
    this.tokens = tokens;
    this.configurations = configurations;
    this.proofs = proofs;
    this.nonces = nonces;
    this.envelopes = envelopes;
    this.maker = maker;
    this.offers = offers;
    this.issues = issues;
    this.used = used;
    this.sealer = sealer;
    this.clock = clock;
  }

  Reply credential(String authority, TokenUse use, WalletMessage message) {
    StoredOffer offer = tokens.use(authority, use, "credential");
    Opened request = envelopes.open(authority, message);
    Configuration configuration = configuration(offer, request.json());
    Proved proved = proofs.check(offer, configuration, request.json());
    Nonce nonce =
        nonces
            .expiry(authority, proved.nonce())
            .map(until -> new Nonce(proved.nonce(), until))
            .orElseThrow(CredentialEndpoint::badNonce);
    if (!offer.state().equals("REDEEMED")) {
      throw used.first("nonce", nonce.value(), nonce.until()) ? taken() : badNonce();
    }
    return issue(offer, configuration.format(), proved.keys(), nonce, request);
  }

  private static RuntimeException badNonce() {
    return IssuerError.INVALID_NONCE.because(
        "the nonce is not ours, has expired or was used before");
  }

  private static RuntimeException taken() {
    return IssuerError.CREDENTIAL_REQUEST_DENIED.because(
        "the certificate of this offer was issued already, or is under way");
  }

  /** Refuses where the offer could not be claimed. */
  static void require(Claim claim) {
    switch (claim) {
      case NONCE_USED -> throw badNonce();
      case OFFER_TAKEN -> throw taken();
      case GRANTED -> {}
    }
  }

  /** The deferred credential endpoint (section 9): asks the source again, for the same keys. */
  Reply deferred(String authority, TokenUse use, WalletMessage message) {
    StoredOffer offer = tokens.use(authority, use, "deferred_credential");
    Opened request = envelopes.open(authority, message);
    if (request.json() == null || !request.json().path("transaction_id").isTextual()) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because("transaction_id is missing");
    }
    String transaction = request.json().get("transaction_id").textValue();
    Configuration settled = configurations.settled(offer, IssuerError.CREDENTIAL_REQUEST_DENIED);
    if (!offer.state().equals("DEFERRED") || !transactionId(offer).equals(transaction)) {
      throw IssuerError.INVALID_TRANSACTION_ID.because(
          "there is no such transaction_id, or its certificate was issued");
    }
    return issue(offer, settled.format(), offers.holderKeys(offer), null, request);
  }

  private Reply issue(
      StoredOffer offer,
      CredentialFormat format,
      List<ECPublicKey> holders,
      Nonce nonce,
      Opened request) {
    try {
      return new Reply(false, request.answer(issued(maker.make(offer, format, holders, nonce))));
    } catch (ProblemException e) {
      if (LATER.contains(e.problem().code())) {
        Instant tokenExpires = clock.instant().plus(DEFERRED_LIFE);
        require(issues.defer(offer, nonce, new Deferral(format.id(), holders, tokenExpires)));
        return new Reply(true, request.answer(deferred(offer)));
      }
      // a refusal by the judge is the authority's affair; the wallet learns that it was refused
      if (e.problem().status() == 403) {
        throw IssuerError.CREDENTIAL_REQUEST_DENIED.because(
            "the authority may not issue this certificate: " + e.problem().code());
      }
      throw e;
    }
  }

  private ObjectNode issued(CertificateMaker.Made made) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode credentials = answer.putArray("credentials");
    made.credentials().forEach(one -> credentials.addObject().put("credential", one));
    return answer.put("notification_id", notificationId(made.batch()));
  }

  private ObjectNode deferred(StoredOffer offer) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("transaction_id", transactionId(offer))
        .put("interval", INTERVAL.toSeconds());
  }

  /** The same until the certificate is issued, another one for the next. */
  private String transactionId(StoredOffer offer) {
    return sealer.hash("transaction", offer.id() + "/" + offer.certificate());
  }

  /** What is asked for, of what the offer is for. */
  private Configuration configuration(StoredOffer offer, JsonNode request) {
    if (request == null || !request.isObject()) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because("the request is not a JSON object");
    }
    boolean byConfiguration = request.has("credential_configuration_id");
    if (byConfiguration == request.has("credential_identifier")) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because(
          "give either credential_configuration_id or credential_identifier");
    }
    if (!byConfiguration) {
      return offered(offer, request.get("credential_identifier"))
          .filter(found -> offer.byDetails())
          .orElseThrow(
              () ->
                  IssuerError.UNKNOWN_CREDENTIAL_IDENTIFIER.because(
                      "the token response named no such credential_identifier"));
    }
    if (offer.byDetails()) {
      throw IssuerError.INVALID_CREDENTIAL_REQUEST.because(
          "the token response named credential_identifiers: give one of them");
    }
    return offered(offer, request.get("credential_configuration_id"))
        .orElseThrow(
            () ->
                IssuerError.UNKNOWN_CREDENTIAL_CONFIGURATION.because(
                    "the offer was for another credential_configuration_id"));
  }

  private Optional<Configuration> offered(StoredOffer offer, JsonNode id) {
    return configurations.of(offer).stream()
        .filter(offered -> offered.id().equals(id.textValue()))
        .findFirst();
  }

  void notification(String authority, TokenUse use, JsonNode request) {
    StoredOffer offer = tokens.use(authority, use, "notification");
    if (request == null
        || !request.path("notification_id").isTextual()
        || !EVENTS.contains(request.path("event").asText())) {
      throw IssuerError.INVALID_NOTIFICATION_REQUEST.because(
          "notification_id and one of the events " + String.join(", ", EVENTS) + " are needed");
    }
    if (offer.certificate() == null
        || !notificationId(offer.certificate())
            .equals(request.get("notification_id").textValue())) {
      throw IssuerError.INVALID_NOTIFICATION_ID.because("there is no such notification_id");
    }
    offers.notified(offer, request.get("event").textValue());
  }

  private String notificationId(UUID batch) {
    return sealer.hash("notification", batch.toString());
  }
}
