package io.tongban.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.Actor;
import io.tongban.access.Outbox;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.hub.Label;
import io.tongban.ledger.Receipt;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A department asks a holder's wallet for certificates (OpenID4VP 1.0, HAIP 1.0). */
public interface Presentations {
  /**
   * Starts one. The judge decides on purpose and client before anything is asked of anybody.
   *
   * @throws io.tongban.hub.ProblemException the judge's refusal; {@link
   *     CertificateProblem#PRESENTATION_REQUEST_INVALID}; {@link
   *     CertificateProblem#CALLBACK_UNKNOWN}; {@link CertificateProblem#PRESENTATION_NOT_COVERED},
   *     which is recorded
   */
  Started start(Actor actor, Wish wish);

  /**
   * How it stands. Who reads the result first gets it, recorded in the ledger; then it is erased.
   *
   * @param actor the client that started it; to any other it does not exist
   * @param responseCode the secret the redirect brought back, needed where there was one; or null
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#PRESENTATION_UNKNOWN}; {@link
   *     CertificateProblem#RESPONSE_CODE_WRONG}; {@link CertificateProblem#PRESENTATION_OVER} when
   *     it was read
   */
  Progress look(Actor actor, UUID presentation, String responseCode);

  /** Erases what requests that have expired asked and found; called now and then. */
  void forget();

  /**
   * What is asked for.
   *
   * @param purpose name of a Purpose
   * @param caseReference or null
   * @param query the DCQL query (OpenID4VP 1.0, section 6)
   * @param transactionData what the holder is to agree to with it (section 8.4): objects with
   *     {@code type} and {@code credential_ids}; may be empty
   * @param redirect the department's page to which a wallet on the same device sends the holder
   *     back, {@code https}, or null
   * @param requirement name of the PresentationRequirement whose query it is, or null
   * @param callback name of the client's own Callback that is told when it has ended, or null
   */
  record Wish(
      String purpose,
      String caseReference,
      JsonNode query,
      List<JsonNode> transactionData,
      String redirect,
      String requirement,
      String callback) {
    public Wish {
      transactionData = transactionData == null ? List.of() : List.copyOf(transactionData);
    }

    /** A wish with a query of its own. */
    public Wish(
        String purpose,
        String caseReference,
        JsonNode query,
        List<JsonNode> transactionData,
        String redirect) {
      this(purpose, caseReference, query, transactionData, redirect, null, null);
    }
  }

  /**
   * A presentation that was started.
   *
   * @param requestUri where the wallet fetches the request
   * @param link {@code openid4vp://…}, to be shown as a QR code or followed
   * @param haipLink the same for wallets of HAIP 1.0, {@code haip-vp://…}
   */
  record Started(UUID id, URI requestUri, URI link, URI haipLink, Instant expires) {}

  /** How far it is. */
  enum State {
    PENDING,
    RECEIVED,
    REFUSED,
    EXPIRED
  }

  /**
   * How it stands.
   *
   * @param error the wallet's error code (OpenID4VP 1.0, section 8.5) where it refused, or null
   * @param received when the wallet answered, or null
   * @param credentials what was presented; empty unless received
   * @param receipt proves the reading; null unless received
   * @param notice how the telling of its end stands, or null where no Callback was named
   */
  record Progress(
      UUID id,
      State state,
      Instant expires,
      String error,
      Instant received,
      List<Presented> credentials,
      Receipt receipt,
      Outbox.Notice notice) {
    public Progress {
      credentials = List.copyOf(credentials);
    }
  }

  /**
   * One certificate that was presented.
   *
   * @param credential its id in the query
   * @param type name of the CertificateType, or null where its issuer is not trusted
   * @param certificate the hub's certificate, or null
   * @param claims of what was disclosed, what was asked for
   * @param message for people: what the verdict means and what to do
   * @param reliance on what a certificate of another region is recognised, or null
   * @param reason why such a one is not, as a code; or null
   */
  record Presented(
      String credential,
      Verdict verdict,
      String type,
      UUID certificate,
      Map<String, Object> claims,
      Label message,
      Reliance reliance,
      String reason) {}
}
