package io.tongban.federation;

import io.tongban.access.Actor;
import io.tongban.federation.Cursors.Frame;
import io.tongban.hub.Problem;
import java.time.Instant;
import java.util.UUID;

/**
 * Questions with big answers, asked now and fetched later. The hub reads the answer into an
 * encrypted spool; each page is decided again and settled before it is released, as a cursor's
 * frame is. Only the client that submitted a job sees it: to others it is as unknown as one that
 * never was.
 *
 * <p>A finished job survives a restart of its node. One that was waiting or running does not: it is
 * then {@link State#FAILED} with {@link FederationProblem#QUERY_JOB_LOST}.
 */
public interface QueryJobs {
  /** Rows of a page. */
  int PAGE_ROWS = 5_000;

  /**
   * Decides, compiles and queues a question.
   *
   * @throws io.tongban.hub.ProblemException the judge's refusal, a fault of the question, or {@link
   *     FederationProblem#QUERY_JOBS_TOO_MANY}
   */
  Status submit(Actor actor, Question question);

  /**
   * How a job stands.
   *
   * @throws io.tongban.hub.ProblemException {@link FederationProblem#QUERY_JOB_UNKNOWN}
   */
  Status status(Actor actor, UUID job);

  /**
   * Cancels a job, also at the source, and deletes what it read. Its status is kept until it
   * expires. Does nothing to one that was cancelled or has failed.
   *
   * @throws io.tongban.hub.ProblemException {@link FederationProblem#QUERY_JOB_UNKNOWN}
   */
  void cancel(Actor actor, UUID job);

  /**
   * A page of a finished job's answer; may be fetched again, which is another use.
   *
   * @param number counts from 0
   * @return the page, whose cursor is the job
   * @throws io.tongban.hub.ProblemException the judge's refusal; {@link
   *     FederationProblem#QUERY_JOB_UNKNOWN}, {@link FederationProblem#QUERY_JOB_UNFINISHED},
   *     {@link FederationProblem#QUERY_JOB_LOST}, {@link FederationProblem#PAGE_INVALID}, {@link
   *     FederationProblem#POLICY_CHANGED}
   */
  Frame page(Actor actor, UUID job, int number);

  /** States of a query job. */
  enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  /**
   * A query job as it stands.
   *
   * @param rows read so far
   * @param bytes spooled so far
   * @param pages that can be fetched; 0 until it is done
   * @param truncated whether a limit of rows cut the answer
   * @param submitted when it was asked
   * @param started when it began to run, or null
   * @param ended when it ended, or null
   * @param latestEnd when a job that runs is stopped at the latest, or null; how long it will
   *     really take is not known
   * @param expires when it is deleted with its result
   * @param problem why it failed, or null
   */
  record Status(
      UUID id,
      State state,
      long rows,
      long bytes,
      int pages,
      boolean truncated,
      Instant submitted,
      Instant started,
      Instant ended,
      Instant latestEnd,
      Instant expires,
      Problem problem) {}
}
