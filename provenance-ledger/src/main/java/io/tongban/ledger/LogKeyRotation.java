package io.tongban.ledger;

/**
 * Changes the key the log is signed with. Each act is an entry of the log ({@link
 * EntryType#LOG_KEY}); name and history stay the same. The caller checks who asks.
 */
public interface LogKeyRotation {
  /**
   * What was done.
   *
   * @param key the verifier key the log is signed with now
   * @param overlap whether the key before it signs too
   * @param receipt of the entry that records it
   */
  record Change(String key, boolean overlap, Receipt receipt) {}

  /**
   * Gives the log a new key.
   *
   * @param actor who asks, a client's name
   * @param reason 1 to 200 characters that name no person
   * @param overlap whether the key before signs too, until {@link #endOverlap}, for those who know
   *     only that one
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#ENTRY_INVALID} for the reason,
   *     {@link LedgerProblem#LOG_KEY_MISSING}, {@link LedgerProblem#LEDGER_DAMAGED}, {@link
   *     LedgerProblem#LEDGER_ROLLED_BACK}, {@link LedgerProblem#LEDGER_UNAVAILABLE}; nothing was
   *     changed then
   */
  Change rotate(String actor, String reason, boolean overlap);

  /**
   * Ends the overlap: only the newest key signs.
   *
   * @throws io.tongban.hub.ProblemException as {@link #rotate}, and {@link
   *     LedgerProblem#LOG_KEY_UNCHANGED} where there is no overlap
   */
  Change endOverlap(String actor, String reason);

  /**
   * Destroys the private keys on this node that sign no more. They are kept otherwise.
   *
   * @throws io.tongban.hub.ProblemException as {@link #rotate}, and {@link
   *     LedgerProblem#LOG_KEY_UNCHANGED} where the log has had no other key
   */
  Change forget(String actor, String reason);
}
