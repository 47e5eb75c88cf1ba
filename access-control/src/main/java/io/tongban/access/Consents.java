package io.tongban.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What persons allow departments to use of their data. A department asks, the person gives or
 * declines, and may take back what was given at any time: the next use is refused on every node.
 * Persons are kept under a keyed digest of their identifier only.
 */
public interface Consents {
  /**
   * What a department asks for.
   *
   * @param purpose name of a Purpose
   * @param attributes each {@code resource.column}; an agreement that rests on consent must cover
   *     all of them
   * @param until the end; in the future, at most a year from now
   * @param subject the identifier of the only person who may answer, or null if whoever is sent the
   *     request may
   */
  record Ask(String purpose, Set<String> attributes, Instant until, String subject) {
    public Ask {
      attributes = attributes == null ? Set.of() : Set.copyOf(attributes);
    }

    /** Without the person: texts find their way into logs. */
    @Override
    public String toString() {
      return "Ask[" + purpose + ", " + attributes + ", " + until + "]";
    }
  }

  /**
   * Asks on behalf of the actor's department; in the ledger when this returns.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CONSENT_REQUEST_INVALID}, {@link
   *     AccessProblem#ACCESS_NOT_AGREED} or another reason why no consent could help
   */
  Consent request(Actor actor, Ask ask);

  /**
   * One that the actor's department asked for.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CONSENT_UNKNOWN}
   */
  Consent find(Actor actor, UUID id);

  /**
   * One that this person answered or may answer.
   *
   * @param subject the person's identifier, as the resource's subject column holds it
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CONSENT_UNKNOWN}
   */
  Consent find(String subject, UUID id);

  /** Those of a person and those that ask this person by name, newest first. */
  List<Consent> list(String subject, UUID before, int limit);

  /**
   * The person allows it. It is in the ledger and in force when this returns. Repeating it changes
   * nothing.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CONSENT_UNKNOWN} or {@link
   *     AccessProblem#CONSENT_CLOSED}
   */
  Consent give(String subject, UUID id);

  /**
   * The person does not allow it; in the ledger when this returns. Repeating it changes nothing.
   * Faults as {@link #give}.
   */
  Consent decline(String subject, UUID id);

  /**
   * The person takes it back: when this returns it is in the ledger, and every later use is
   * refused. Repeating it changes nothing. Faults as {@link #give}.
   */
  Consent withdraw(String subject, UUID id);

  /** What stands behind a consent as the judge would decide today; nothing if nothing does. */
  Optional<Terms> terms(Consent consent);

  /**
   * What stands behind a consent.
   *
   * @param agreement name of the SharingAgreement that rests on it
   * @param masks how attributes are masked, by {@code resource.column}; those not named are shown
   *     as they are
   */
  record Terms(String agreement, Map<String, Mask> masks) {
    public Terms {
      masks = Map.copyOf(masks);
    }
  }
}
