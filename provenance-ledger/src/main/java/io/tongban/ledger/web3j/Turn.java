package io.tongban.ledger.web3j;

import io.tongban.hub.Leases.Lease;
import io.tongban.ledger.LedgerProblem;

/** The turn of one node among several to send with the key. */
record Turn(Lease lease) {
  /**
   * Keeps it for another while.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#ANCHOR_BUSY} if it was lost: this
   *     node was slow, and another goes on with what is in the outbox
   */
  void keep() {
    if (!lease.renew()) {
      throw LedgerProblem.ANCHOR_BUSY.problem("another node of the hub took over");
    }
  }
}
