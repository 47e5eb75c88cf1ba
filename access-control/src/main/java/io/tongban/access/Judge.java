package io.tongban.access;

import io.tongban.ledger.Ledger;
import io.tongban.ledger.Receipt;

/** Decides and settles every use. */
public interface Judge {
  /** Decides. A denial is in the ledger before this returns. */
  Decision decide(AccessRequest request);

  /** As {@link #decide}, with a denial as a {@link io.tongban.hub.ProblemException}. */
  AccessGrant grant(AccessRequest request);

  /**
   * Records the use; the answer may be released when this has returned. A grant settles once. Where
   * its agreement says {@code releaseAfter: witnesses}, waits some seconds for them; if they do not
   * come, the use is recorded and nothing may be released.
   *
   * @throws io.tongban.hub.ProblemException if the grant has expired or was settled, its consent
   *     was withdrawn or has ended, the ledger cannot record, or its witnesses are not reached
   */
  default Receipt settle(AccessGrant grant, Outcome outcome) {
    return settle(grant, outcome, null);
  }

  /**
   * As {@link #settle(AccessGrant, Outcome)}, with changes that are stored with the record of the
   * use or not at all. Where witnesses are waited for in vain, use and changes are both stored.
   *
   * @param alongside what is changed besides, or null; what it throws is thrown, and nothing is
   *     recorded
   */
  Receipt settle(AccessGrant grant, Outcome outcome, Ledger.Alongside alongside);

  /**
   * Refuses if the consent that a grant rests on is no longer in force; the refusal is recorded.
   * {@link #settle} asks this as well. Who releases an answer in parts (pages, an open cursor) asks
   * it before each part, also after the grant has been settled or has expired.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CONSENT_MISSING}
   */
  void requireConsent(AccessGrant grant);
}
