package io.tongban.federation.jobs;

import io.tongban.access.Actor;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.QueryJobs.State;
import io.tongban.federation.QueryJobs.Status;
import io.tongban.federation.Readings.Origin;
import io.tongban.hub.Problem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is kept of a job, encrypted beside its pages.
 *
 * @param columns of the answer
 * @param origin what its rows were made under
 */
record JobRecord(
    UUID id,
    Actor actor,
    StoredQuestion question,
    List<AnswerColumn> columns,
    Origin origin,
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
    Problem problem) {

  boolean unfinished() {
    return state == State.QUEUED || state == State.RUNNING;
  }

  Status status() {
    return new Status(
        id,
        state,
        rows,
        bytes,
        state == State.DONE ? pages : 0,
        truncated,
        submitted,
        started,
        ended,
        latestEnd,
        expires,
        problem);
  }

  JobRecord started(Instant now, Instant latest) {
    return new JobRecord(
        id,
        actor,
        question,
        columns,
        origin,
        State.RUNNING,
        0,
        0,
        0,
        false,
        submitted,
        now,
        null,
        latest,
        expires,
        null);
  }

  JobRecord read(long rowsRead, long bytesWritten, int pagesWritten, boolean cut) {
    return new JobRecord(
        id,
        actor,
        question,
        columns,
        origin,
        state,
        rowsRead,
        bytesWritten,
        pagesWritten,
        cut,
        submitted,
        started,
        ended,
        latestEnd,
        expires,
        problem);
  }

  JobRecord ended(State how, Problem why, Instant now, Instant until) {
    return new JobRecord(
        id, actor, question, columns, origin, how, rows, bytes, pages, truncated, submitted,
        started, now, null, until, why);
  }
}
