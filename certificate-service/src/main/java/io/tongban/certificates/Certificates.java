package io.tongban.certificates;

import io.tongban.access.Actor;
import io.tongban.hub.Cursor;
import io.tongban.ledger.Receipt;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The life of certificates: offered, issued, suspended, revoked, verified. */
public interface Certificates {
  /**
   * Offers a certificate (OpenID4VCI 1.0, pre-authorised code flow). The claims are read when the
   * wallet asks for it.
   *
   * @param actor a client of the issuing authority with role issuer
   * @param type name of the CertificateType
   * @param parameters of its data service: which subject
   * @param withTransactionCode whether the wallet must send a code that the holder is told
   *     separately
   */
  Offer offer(
      Actor actor, String type, Map<String, String> parameters, boolean withTransactionCode);

  /**
   * Offers a certificate whose holder signs in (OpenID4VCI 1.0, authorization code flow): whose it
   * is, is told by the sign-in.
   *
   * @param actor a client of the issuing authority with role issuer
   * @param type name of a CertificateType with {@code selfService}
   */
  Offer invite(Actor actor, String type);

  /** Changes a certificate's status; recorded. */
  Receipt changeStatus(Actor actor, UUID certificate, Status status, String reason);

  /** A certificate's record (no claims). */
  Optional<Issued> find(UUID certificate);

  /** Certificates by number, newest first. */
  List<Issued> byNumber(String type, String number);

  /** Certificates newest first; of all types where type is null. */
  List<Issued> newest(String type, Cursor after, int limit);

  /**
   * Verifies an SD-JWT VC, with or without key binding; always checks its status.
   *
   * @param actor who verifies, or null for a visitor of the public page
   * @param presentation the compact SD-JWT with disclosures and perhaps a KB-JWT
   * @param nonce the nonce the KB-JWT must carry, or null where none was asked for
   * @param audience the audience the KB-JWT must carry, or null
   */
  Verification verify(
      Actor actor, String presentation, String nonce, String audience, String purpose);

  /** How often visitors of the public page got each verdict since this node started. */
  Map<Verdict, Long> publicVerifications();

  /** A certificate's status. */
  enum Status {
    VALID,
    SUSPENDED,
    REVOKED
  }

  /** What a verification found; exactly one. */
  enum Verdict {
    VALID,
    REVOKED,
    SUSPENDED,
    EXPIRED,
    NOT_YET_VALID,
    UNKNOWN_ISSUER,
    TAMPERED,
    MALFORMED,
    WRONG_HOLDER,
    STATUS_UNAVAILABLE
  }

  /**
   * An offer.
   *
   * @param uri {@code openid-credential-offer://?credential_offer=…}
   * @param transactionCode to be told to the holder, or null
   */
  record Offer(UUID id, URI uri, String transactionCode, Instant expires) {}

  /**
   * A certificate as the hub keeps it.
   *
   * @param number its number (the value of the type's number claim)
   */
  record Issued(
      UUID id,
      String type,
      String number,
      Status status,
      String reason,
      Instant issued,
      Instant expires,
      UUID receiptId) {}

  /**
   * A verification.
   *
   * @param claims what was disclosed; empty unless the verdict is VALID, SUSPENDED, REVOKED or
   *     EXPIRED
   * @param message for people: what it means and what to do
   * @param receipt null for visitors whose look is only counted
   */
  record Verification(
      Verdict verdict,
      String type,
      UUID certificate,
      Map<String, Object> claims,
      io.tongban.hub.Label message,
      Receipt receipt) {}
}
