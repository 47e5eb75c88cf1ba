package io.tongban.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Durable jobs: submitted work survives a crash and is taken up again by whichever node is alive,
 * so a handler MUST be repeatable. One job of a key runs at a time.
 */
public interface Jobs {
  /**
   * Submits a job.
   *
   * @param type a {@link JobHandler#type()}
   * @param key jobs of equal type and key never run at once; a queued one is returned instead of
   *     adding another
   * @param payload what the handler needs
   * @return the job's id
   */
  UUID submit(String type, String key, JsonNode payload);

  /**
   * Starts the workers, so that jobs left over by a crash go on; the composition root calls it once
   * at start. The first {@link #submit} starts them as well. Repeated calls do nothing.
   */
  void start();

  /** A job as it stands now. */
  Optional<Job> find(UUID id);

  /** The newest jobs first. */
  List<Job> newest(int limit);

  /** Waits until the job has ended, at most the given time. */
  Job await(UUID id, java.time.Duration atMost);

  /** Works off jobs of one type; a CDI bean of the module that owns it. */
  interface JobHandler {
    /** The type it works off. */
    String type();

    /**
     * Does the work; its answer is kept as the job's result. A {@link ProblemException} ends the
     * job as failed with that problem.
     */
    JsonNode run(UUID id, JsonNode payload, Progress progress);
  }

  /** Takes a job's progress. */
  interface Progress {
    /**
     * Reports how far the job is.
     *
     * @param done rows done so far
     * @param total rows in all, or -1 while that is not known
     */
    void at(long done, long total);
  }

  /** States of a job. */
  enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * A job.
   *
   * @param result the handler's answer, or null
   * @param problem the problem document of a failed job as JSON, or null
   */
  record Job(
      UUID id,
      String type,
      String key,
      State state,
      long done,
      long total,
      JsonNode result,
      JsonNode problem,
      Instant submitted,
      Instant started,
      Instant ended) {}
}
