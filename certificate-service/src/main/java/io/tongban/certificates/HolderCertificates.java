package io.tongban.certificates;

import io.tongban.access.Actor;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.hub.Label;
import io.tongban.ledger.Receipt;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A holder's certificates at the hub: seen, shown face to face (亮证, 扫码核验) and printed. The hub
 * keeps no claims: whatever is shown is read from the type's data service at that moment, under the
 * authority's own grant, and recorded.
 *
 * <p>{@code subject} is the holder's identifier as the sign-in tells it; only certificates of types
 * with {@code selfService} and collected ones are found by it.
 */
public interface HolderCertificates {
  /** The newest certificate of each number, newest first. */
  List<Held> list(String subject);

  /**
   * One of them.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#CERTIFICATE_UNKNOWN}
   */
  Held find(String subject, UUID certificate);

  /**
   * Begins to show a certificate; it ends by itself after ten minutes.
   *
   * @param claims names of the claims that a clerk may get; none for its state alone
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#CERTIFICATE_UNKNOWN}, {@link
   *     CertificateProblem#SHOWING_INVALID}
   */
  Showing show(String subject, UUID certificate, Set<String> claims);

  /**
   * A showing that is under way.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SHOWING_UNKNOWN}
   */
  Showing showing(String subject, UUID showing);

  /**
   * A fresh code of a showing. It works once and for less than a minute, and tells nothing by
   * itself.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SHOWING_UNKNOWN}
   */
  ShowCode code(String subject, UUID showing);

  /** Ends a showing: none of its codes works any more. */
  void end(String subject, UUID showing);

  /**
   * Redeems a holder's code at a counter.
   *
   * @param actor the clerk's client
   * @param clerk who scanned, as the sign-in names them, or null for a program; recorded
   * @param code as scanned or typed
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SHOW_CODE_UNKNOWN}; {@link
   *     CertificateProblem#SHOW_CODE_OVER} for one that was used or is too old; the judge's refusal
   */
  Shown scan(Actor actor, String clerk, String code, String purpose, String caseReference);

  /**
   * The certificate's face for print, with a code that proves it.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#CERTIFICATE_UNKNOWN}; {@link
   *     CertificateProblem#CERTIFICATE_NOT_IN_FORCE}
   */
  Print print(String subject, UUID certificate);

  /**
   * What anybody may know of a print: which certificate, and its state.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#PRINT_CODE_UNKNOWN}
   */
  Printed printed(String code);

  /**
   * Whether a number read off a print is that certificate's.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#PRINT_CODE_UNKNOWN}; {@link
   *     CertificateProblem#PRINT_CODE_LOCKED} after twenty wrong ones
   */
  boolean matches(String code, String number);

  /** Erases showings that are over; called now and then. */
  void forget();

  /**
   * A certificate its holder sees.
   *
   * @param verdict VALID, EXPIRED, REVOKED or SUSPENDED
   * @param act which act ended or suspended it, or null
   * @param identifier its national identifier, or null
   * @param claims what may be shown of it
   */
  record Held(
      UUID id,
      String type,
      Label title,
      Label authority,
      String identifier,
      Verdict verdict,
      Act act,
      Instant issued,
      Instant expires,
      List<ClaimName> claims) {
    public Held {
      claims = List.copyOf(claims);
    }
  }

  /** A claim by name and title. */
  record ClaimName(String name, Label title) {}

  /**
   * A showing.
   *
   * @param claims what a clerk may get
   * @param seen who redeemed a code of it, oldest first
   */
  record Showing(
      UUID id, Held certificate, List<ClaimName> claims, Instant expires, List<Seen> seen) {
    public Showing {
      claims = List.copyOf(claims);
      seen = List.copyOf(seen);
    }
  }

  /** A department looked. */
  record Seen(Label department, Instant at) {}

  /**
   * A code.
   *
   * @param text twelve letters and digits in three groups
   * @param expires after this it is refused
   */
  record ShowCode(String text, Instant expires) {}

  /**
   * What a counter gets.
   *
   * @param claims of those the holder agreed to, those that the purpose allows; empty unless VALID
   * @param withheld names the holder agreed to and the purpose does not allow
   */
  record Shown(
      Verdict verdict,
      Act act,
      String type,
      UUID certificate,
      String identifier,
      Instant expires,
      Map<String, Object> claims,
      Set<String> withheld,
      Label message,
      Receipt receipt) {}

  /**
   * A certificate's face.
   *
   * @param claims by name, in the type's order
   * @param link the page that proves the print; an unguessable code is all it carries
   */
  record Print(Held certificate, Map<String, Object> claims, URI link, Receipt receipt) {}

  /** What a print's page tells. */
  record Printed(
      Label title,
      Label authority,
      String identifier,
      Verdict verdict,
      Act act,
      Label message,
      Instant issued,
      Instant expires,
      Instant printed) {}
}
