package io.tongban.federation;

import io.tongban.access.Actor;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.ledger.Receipt;
import java.util.List;
import java.util.UUID;

/**
 * Answers that a client reads frame by frame. Every frame is decided and settled before it is
 * released, so whatever ends a client's right also ends its open cursors. A cursor belongs to the
 * client that opened it; another's is as unknown as one that never was.
 */
public interface Cursors {
  /** Most rows of a frame. */
  int MOST_ROWS = 10_000;

  /** How long a cursor may read at the most, in seconds; the time between frames does not count. */
  int MOST_SECONDS = 120;

  /**
   * Opens a cursor; the first frame is read when it is asked for.
   *
   * @param mostSeconds 1 to {@link #MOST_SECONDS}: so long it may read, as there
   * @throws io.tongban.hub.ProblemException the judge's refusal; {@link
   *     FederationProblem#CURSORS_TOO_MANY}
   */
  Opened open(Actor actor, Question question, int mostSeconds);

  /** Opens a cursor that may read as long as any. */
  default Opened open(Actor actor, Question question) {
    return open(actor, question, MOST_SECONDS);
  }

  /**
   * The next frame, with its receipt.
   *
   * @param number counts from 0 and must be the next one: a frame is released once
   * @param mostRows 1 to {@link #MOST_ROWS}; a frame also ends at about 1 MiB
   * @throws io.tongban.hub.ProblemException the judge's refusal; {@link
   *     FederationProblem#CURSOR_UNKNOWN}, {@link FederationProblem#CURSOR_POSITION}, {@link
   *     FederationProblem#CURSOR_BUSY}. After a refusal the cursor is closed, except for a wrong
   *     number, a wrong size or a busy cursor
   */
  Frame next(Actor actor, UUID cursor, int number, int mostRows);

  /** Closes a cursor and cancels what it runs; does nothing if there is none. */
  void close(Actor actor, UUID cursor);

  /** An open cursor. */
  record Opened(UUID id, List<AnswerColumn> columns) {}

  /**
   * A frame that is settled and may be released.
   *
   * @param last whether it was the last; the cursor is then closed
   * @param truncated whether the row limit cut the answer after it
   */
  record Frame(
      UUID cursor,
      int number,
      List<AnswerColumn> columns,
      List<List<Object>> rows,
      boolean last,
      boolean truncated,
      Receipt receipt) {}
}
