package io.tongban.access;

import io.tongban.ledger.Receipt;

/** Decides and settles every use. */
public interface Judge {
  /** Decides. A denial is in the ledger before this returns. */
  Decision decide(AccessRequest request);

  /** As {@link #decide}, with a denial as a {@link io.tongban.hub.ProblemException}. */
  AccessGrant grant(AccessRequest request);

  /**
   * Records the use; the answer may be released when this has returned. A grant settles once.
   *
   * @throws io.tongban.hub.ProblemException if the grant has expired or was settled, or the ledger
   *     cannot record
   */
  Receipt settle(AccessGrant grant, Outcome outcome);
}
