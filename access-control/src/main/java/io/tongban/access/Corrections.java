package io.tongban.access;

import io.tongban.hub.Cursor;
import io.tongban.ledger.Receipt;
import java.util.List;
import java.util.UUID;

/**
 * Requests to correct records. Each goes to the resource's provider, which decides, and to every
 * department that received the record, found by the ledger's record index: each sees it in its own
 * inbox and acknowledges it. Asking, acknowledging and deciding are entries of the ledger before
 * they take effect; key, reason and decision are sealed in the database and in no entry.
 */
public interface Corrections {
  /** Longest reason, in characters. */
  int MOST_REASON = 1_000;

  /**
   * Asks for a correction.
   *
   * @param operator whether the actor has the role operator; others must provide the resource or
   *     have received the record
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#PURPOSE_MISSING}, {@link
   *     AccessProblem#PURPOSE_UNKNOWN}, {@link AccessProblem#CASE_REQUIRED}, {@link
   *     AccessProblem#RESOURCE_UNKNOWN}, {@link AccessProblem#COLUMN_UNKNOWN}, {@link
   *     AccessProblem#CORRECTION_INVALID} or {@link AccessProblem#CORRECTION_UNKNOWN}, the last
   *     also where there is no such record: nobody learns here which there are
   */
  Done request(Actor actor, boolean operator, Ask ask);

  /**
   * What concerns the actor's department, newest first.
   *
   * @param state only those in that state, or null
   * @param after where to go on, or null
   * @param limit most of them
   */
  List<Correction> inbox(Actor actor, Correction.State state, Cursor after, int limit);

  /**
   * One of them.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CORRECTION_UNKNOWN}, also for one
   *     that does not concern the actor's department
   */
  Correction find(Actor actor, UUID id);

  /**
   * The department has taken note. Doing it again changes nothing.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CORRECTION_UNKNOWN}
   */
  Correction acknowledge(Actor actor, UUID id);

  /**
   * The provider decides.
   *
   * @param state CORRECTED or REFUSED
   * @param reason why; needed to refuse
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#CORRECTION_UNKNOWN}, {@link
   *     AccessProblem#CORRECTION_INVALID} or {@link AccessProblem#CORRECTION_CLOSED}
   */
  Correction decide(Actor actor, UUID id, Correction.State state, String reason);

  /**
   * A request.
   *
   * @param field the item that is wrong, or null for the whole record
   * @param reason why, at most {@link #MOST_REASON} characters
   * @param caseReference the case, or null
   */
  record Ask(
      String resource,
      String key,
      String field,
      String reason,
      String purpose,
      String caseReference) {
    /** Without key and reason: texts find their way into logs. */
    @Override
    public String toString() {
      return "Ask[" + resource + ", " + purpose + "]";
    }
  }

  /**
   * What was done.
   *
   * @param receipt of its ledger entry
   */
  record Done(Correction correction, Receipt receipt) {}
}
