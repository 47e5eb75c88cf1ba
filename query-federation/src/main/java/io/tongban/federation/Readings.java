package io.tongban.federation;

import io.tongban.access.AccessRequest.Counted;
import io.tongban.access.Actor;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import io.tongban.registry.DataType;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Answers that are read piece by piece. What a {@link Reading} gives is not settled: it MUST NOT
 * leave the hub before {@link #release} has returned for that piece.
 */
public interface Readings {
  /**
   * Decides, compiles and gets ready to run; nothing is read yet.
   *
   * @throws io.tongban.hub.ProblemException the judge's refusal, recorded, or a fault of the SQL or
   *     its parameters
   */
  Reading open(Actor actor, Question question, Bounds bounds);

  /**
   * Decides again and settles one piece; it may be released when this has returned. A client that
   * was suspended, an agreement that ended or changed since the piece was read stop it here.
   *
   * @param piece what is to be released
   * @param place what names the piece in the record, for example cursor and frame number
   * @param counted how it counts against the agreement's rate: {@link #open} was a call already
   * @throws io.tongban.hub.ProblemException the judge's refusal, recorded; {@link
   *     FederationProblem#POLICY_CHANGED} if the new grant would not give the same rows
   */
  Receipt release(
      Actor actor,
      Question question,
      Origin origin,
      Piece piece,
      Map<String, Object> place,
      Counted counted);

  /** The columns and parameters of SQL under the caller's grant; reads no data. */
  Description describe(Actor actor, Question.Sql question);

  /**
   * What a reading may use in all; a report's own budget and the agreement's row limit count where
   * they are smaller.
   *
   * @param rows most rows; more are cut off
   * @param seconds of running; the time between pieces does not count
   */
  record Bounds(long rows, int seconds) {}

  /**
   * What rows were made under.
   *
   * @param policyShape of the grant
   * @param planDigest of the plan
   */
  record Origin(String policyShape, String planDigest) {}

  /**
   * A piece of an answer, not settled.
   *
   * @param columns of the answer
   * @param sources the records it was made of
   * @param upTo rows of the answer up to the end of this piece
   * @param last whether nothing follows
   * @param truncated whether the row limit cut the answer here
   */
  record Piece(
      List<AnswerColumn> columns,
      List<List<Object>> rows,
      List<RowRef> sources,
      long upTo,
      boolean last,
      boolean truncated) {
    public Piece {
      rows = Collections.unmodifiableList(rows);
    }
  }

  /**
   * SQL under a grant.
   *
   * @param parameters types of its {@code ?} in order
   */
  record Description(List<AnswerColumn> columns, List<DataType> parameters) {}

  /** An open answer; for one thread at a time, {@link #cancel} excepted. */
  interface Reading extends AutoCloseable {
    /** The answer's columns. */
    List<AnswerColumn> columns();

    /** What its rows are made under. */
    Origin origin();

    /**
     * Reads on.
     *
     * @param mostRows at most so many rows
     * @param mostBytes ends after the row that reaches it
     */
    Piece next(int mostRows, long mostBytes);

    /** Stops it from any thread; the statement that runs at a source is cancelled. */
    void cancel();

    /** Frees statements and connections. */
    @Override
    void close();
  }
}
