package io.tongban.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.Actor;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.HolderCertificates.ClaimName;
import io.tongban.certificates.HolderCertificates.Held;
import io.tongban.hub.Label;
import io.tongban.ledger.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Certificates used for a service item 用证事项: the holder scans the item's code, signs in and
 * authorises once (扫码办, 用证授权); the item's department then fetches annotated copies 加注件, never the
 * certificates themselves.
 */
public interface ServiceItems {
  /**
   * What an item asks this holder.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SERVICE_ITEM_UNKNOWN}
   */
  Question question(String subject, String item);

  /**
   * The holder authorises what {@link #question} shows. While one is in force, it is answered
   * again.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SERVICE_ITEM_UNKNOWN}; {@link
   *     CertificateProblem#CERTIFICATE_NOT_IN_FORCE} where the holder lacks a certificate
   */
  Use authorise(String subject, String item);

  /**
   * Takes an authorisation back: the next fetch is refused. Repeating it changes nothing.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#USE_UNKNOWN}
   */
  Use withdraw(String subject, UUID use);

  /** A holder's authorisations, newest first, at most 200. */
  List<Use> ofHolder(String subject);

  /**
   * Authorisations of an item that are in force, newest first.
   *
   * @param actor a client of the item's department
   * @param before ids below this one, or null
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SERVICE_ITEM_UNKNOWN}
   */
  List<Use> ofItem(Actor actor, String item, UUID before, int limit);

  /**
   * Fetches annotated copies of what was authorised, as it is at this moment; recorded.
   *
   * @param actor a client of the item's department
   * @param clerk who fetches, as the sign-in names them, or null for a program
   * @param caseReference the case they are for; it stands in the copies; or null
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#USE_UNKNOWN}; {@link
   *     CertificateProblem#USE_OVER}; {@link CertificateProblem#PRESENTATION_NOT_COVERED}; the
   *     judge's refusal
   */
  Copies copies(Actor actor, String clerk, UUID use, String caseReference);

  /**
   * The items of a department by name.
   *
   * @param title the item's
   */
  List<Item> items(String department);

  /**
   * The DCQL query by which an item's needs are asked of a wallet.
   *
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SERVICE_ITEM_UNKNOWN}
   */
  JsonNode query(Actor actor, String item);

  /** Erases the identifiers of authorisations that have ended; called now and then. */
  void forget();

  /** An item. */
  record Item(String name, Label title, Label department, String purpose) {}

  /**
   * What a holder is asked.
   *
   * @param until when the authorisation would end
   */
  record Question(Item item, Label purpose, Label purposeText, List<Wanted> wanted, Instant until) {
    public Question {
      wanted = List.copyOf(wanted);
    }

    /** Whether the holder has all that is needed, in force. */
    public boolean complete() {
      return wanted.stream()
          .allMatch(need -> need.held() != null && need.held().verdict() == Verdict.VALID);
    }
  }

  /**
   * A certificate that is needed.
   *
   * @param held the holder's, or null
   */
  record Wanted(String type, Label title, Label authority, List<ClaimName> claims, Held held) {
    public Wanted {
      claims = List.copyOf(claims);
    }
  }

  /** Where an authorisation stands. */
  enum UseState {
    IN_FORCE,
    ENDED,
    WITHDRAWN
  }

  /**
   * An authorisation.
   *
   * @param item the item's name
   * @param wanted what was authorised, without the holder's certificates
   * @param givenEntry the ledger entry that records the giving
   * @param withdrawnEntry the ledger entry that records the withdrawal, or null
   */
  record Use(
      UUID id,
      String item,
      Label title,
      Label department,
      Label purpose,
      List<Wanted> wanted,
      UseState state,
      Instant given,
      Instant until,
      Instant withdrawn,
      UUID givenEntry,
      UUID withdrawnEntry) {
    public Use {
      wanted = List.copyOf(wanted);
    }
  }

  /** What was fetched. */
  record Copies(UUID use, List<Copy> copies, Receipt receipt) {
    public Copies {
      copies = List.copyOf(copies);
    }
  }

  /**
   * An annotated copy.
   *
   * @param verdict the certificate's state; there is no copy unless it is VALID
   * @param jwt the copy, signed by the hub ({@code annotated-copy+jwt}), or null
   * @param claims what it says
   * @param expires when the copy ends, or null
   * @param file of a collected PDF whose {@code file} was authorised, the annotated copy; its
   *     digest is in the JWT; else null
   */
  record Copy(
      String type,
      Verdict verdict,
      Label message,
      UUID certificate,
      Map<String, Object> claims,
      Instant expires,
      String jwt,
      CopiedFile file) {}

  /**
   * An annotated copy of a file, which has no signature of its own.
   *
   * @param sha256 lower-case hex digest of the content
   * @param content in JSON as base64
   */
  record CopiedFile(String mediaType, String sha256, byte[] content) {}
}
