package io.tongban.ledger.jdbc;

import io.tongban.ledger.LedgerKeys;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.VerifierKey;
import java.util.List;

/**
 * Which keys sign the log.
 *
 * @param keys all it has had
 * @param overlap whether the key before the newest signs too
 */
record Signing(LedgerKeys keys, boolean overlap) {
  /**
   * As it is stored.
   *
   * @param keys {@link LedgerKeys#format}
   */
  record Stored(String keys, boolean overlap) {
    /**
     * Reads it.
     *
     * @throws io.tongban.hub.ProblemException {@link LedgerProblem#LEDGER_DAMAGED}
     */
    Signing parse() {
      try {
        return new Signing(LedgerKeys.parse(keys), overlap);
      } catch (IllegalArgumentException e) {
        throw LedgerProblem.LEDGER_DAMAGED.problem(
            "the stored keys of the log do not lead from one to the next: " + e.getMessage(), e);
      }
    }
  }

  Stored stored() {
    return new Stored(keys.format(), overlap);
  }

  /** Ordinals, from 1, of the keys that sign, newest first. */
  List<Integer> ordinals() {
    int newest = keys.all().size();
    return overlap ? List.of(newest, newest - 1) : List.of(newest);
  }

  VerifierKey key(int ordinal) {
    return keys.all().get(ordinal - 1);
  }

  /** Whether exactly the keys that sign have signed a note of the log. */
  boolean signed(SignedNote note) {
    long own = note.signatures().stream().filter(s -> s.name().equals(keys.origin())).count();
    return own == ordinals().size()
        && ordinals().stream()
            .allMatch(each -> note.standing(key(each)) == SignedNote.Standing.SIGNED);
  }
}
