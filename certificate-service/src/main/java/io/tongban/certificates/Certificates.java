package io.tongban.certificates;

import io.tongban.access.Actor;
import io.tongban.hub.Cursor;
import io.tongban.ledger.Receipt;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
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

  /**
   * Does an act of law to a certificate. It is recorded first and takes effect then.
   *
   * @param actor a client of the issuing authority with role issuer
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#ACT_INCOMPLETE}, {@link
   *     CertificateProblem#ACT_NOT_ALLOWED}, {@link CertificateProblem#STATUS_FINAL}, {@link
   *     CertificateProblem#SUCCESSOR_UNFIT} or {@link CertificateProblem#STATUS_CHANGED_MEANWHILE}
   */
  Receipt changeStatus(Actor actor, UUID certificate, Change change);

  /** A certificate's record (no claims). */
  Optional<Issued> find(UUID certificate);

  /** Certificates by number, newest first. */
  List<Issued> byNumber(String type, String number);

  /** Certificates newest first; of all types where type is null. */
  List<Issued> newest(String type, Cursor after, int limit);

  /**
   * Verifies an SD-JWT VC, with or without key binding, or an annotated copy of {@link
   * ServiceItems}; always checks its status.
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

  /** A certificate's status, which is all that status lists tell of its last {@link Act}. */
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
    STATUS_UNAVAILABLE,
    /** Of a trusted issuer of another region, whose certificates of that type do not count here. */
    NOT_RECOGNISED,
    /** Whether another region's issuer may issue it cannot be told now. */
    TRUST_UNAVAILABLE,
    /** An annotated copy, shown elsewhere than where it may be used. */
    WRONG_USE
  }

  /**
   * An offer.
   *
   * @param uri {@code openid-credential-offer://?credential_offer=…}
   * @param reference the same as {@code openid-credential-offer://?credential_offer_uri=…},
   *     shorter: the wallet fetches the offer from there
   * @param transactionCode to be told to the holder, or null
   */
  record Offer(UUID id, URI uri, URI reference, String transactionCode, Instant expires) {}

  /**
   * An act to be done.
   *
   * @param date the day it was done in law, from the day of issue to today; null means today
   * @param legalBasis the provision it rests on, at most 200 characters; no personal data
   * @param reason at most 500 characters; kept sealed, the ledger gets only a digest of the seal
   * @param successor for {@link Act#REPLACED} the certificate that takes its place, else null
   */
  record Change(Act act, LocalDate date, String legalBasis, String reason, UUID successor) {}

  /**
   * An act that was done. Date, basis, reason and receipt are null where it was done before acts
   * were kept.
   *
   * @param recorded when it took effect at this hub
   */
  record RecordedAct(
      Act act,
      LocalDate date,
      String legalBasis,
      String reason,
      UUID successor,
      Instant recorded,
      UUID receiptId) {}

  /**
   * A certificate as the hub keeps it.
   *
   * @param number its number (the value of the type's number claim)
   * @param identifier its national identifier (see {@link CertificateIdentifier}), or null
   * @param act the last act done to it
   * @param acts the acts since its issue, oldest first
   * @param predecessor the certificate it replaced, or null
   */
  record Issued(
      UUID id,
      String type,
      String number,
      String identifier,
      Status status,
      Act act,
      List<RecordedAct> acts,
      UUID predecessor,
      Instant issued,
      Instant expires,
      UUID receiptId) {}

  /**
   * A verification.
   *
   * @param act which act ended or suspended it, where the verdict is REVOKED or SUSPENDED; else
   *     null
   * @param claims what was disclosed; empty unless the verdict is VALID, SUSPENDED, REVOKED or
   *     EXPIRED
   * @param message for people: what it means and what to do
   * @param reliance on what a certificate of another region is recognised, or null
   * @param reason why such a one is not, as a code; or null
   * @param receipt null for visitors whose look is only counted
   */
  record Verification(
      Verdict verdict,
      Act act,
      String type,
      UUID certificate,
      Map<String, Object> claims,
      io.tongban.hub.Label message,
      Reliance reliance,
      String reason,
      Receipt receipt) {}
}
