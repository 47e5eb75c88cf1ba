package io.tongban.access;

import io.tongban.ledger.Receipt;
import java.time.Instant;

/**
 * Erasing persons: what leads to them is deleted, their salt is destroyed, and the ledger's proofs
 * stay valid. Every erasure is first forced to a journal outside the database, so that a database
 * that was restored from a backup can be made to forget again what it had forgotten.
 */
public interface Erasures {
  /**
   * On which ground a person is erased: Personal Information Protection Law (PIPL), article 47;
   * General Data Protection Regulation (GDPR), article 17(1).
   */
  enum Ground {
    /** The purpose is achieved or cannot be: PIPL 47(1) no. 1, GDPR 17(1)(a). */
    PURPOSE_ENDED,
    /** The period of keeping is over: PIPL 47(1) no. 2. */
    RETENTION_ENDED,
    /** The person has taken the consent back: PIPL 47(1) no. 3, GDPR 17(1)(b). */
    CONSENT_WITHDRAWN,
    /** The person objects: GDPR 17(1)(c). */
    OBJECTION,
    /** The data was handled against law or agreement: PIPL 47(1) no. 4, GDPR 17(1)(d). */
    UNLAWFUL,
    /** A law or a court demands it: PIPL 47(1) no. 5, GDPR 17(1)(e). */
    LAW
  }

  /**
   * Whom to erase, and why.
   *
   * @param subject the person's identifier
   * @param legalBasis the article or order, 1 to 200 characters that name no person
   * @param caseReference the case, at most 100 characters that name no person, or null
   */
  record Ask(String subject, Ground ground, String legalBasis, String caseReference) {
    /** Without the person: texts find their way into logs. */
    @Override
    public String toString() {
      return "Ask[" + ground + ", " + legalBasis + ", " + caseReference + "]";
    }
  }

  /**
   * An erasure.
   *
   * @param number its place in the journal, from 1
   * @param at when it was written there
   * @param receipt of its ledger entry, which names no person
   */
  record Done(long number, Instant at, Receipt receipt) {}

  /**
   * Erases a person. Whether the hub knew them is not told. When the ledger cannot record it, it is
   * done all the same and recorded with the next one or at the next start.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#ERASURE_INVALID}, {@link
   *     AccessProblem#ERASURE_RETAINED}, {@link AccessProblem#ERASURE_JOURNAL}, or what the ledger
   *     throws
   */
  Done erase(Actor actor, Ask ask);

  /**
   * Compares the journal with database and ledger and does again what this database has not done.
   * Nothing may be served before it has returned.
   *
   * @return how many erasures were done again
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#ERASURE_JOURNAL} where the journal
   *     is missing, short, damaged or of another hub: the hub must then not serve
   */
  int replay();

  /** Whether {@link #replay} has returned. */
  boolean replayed();

  /** The journal as it lies in its file, to be kept elsewhere. */
  byte[] journal();
}
