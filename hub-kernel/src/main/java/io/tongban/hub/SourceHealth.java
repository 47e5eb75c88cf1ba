package io.tongban.hub;

import java.time.Instant;

/**
 * How a department's system has answered this node lately. It is told from the uses there were:
 * nothing is asked for the sake of knowing.
 *
 * @param source name of the Source
 * @param department the Department it belongs to
 * @param kind {@code jdbc}, {@code http} or {@code file}
 * @param state what the uses tell
 * @param uses since this node started or the definition changed
 * @param failures of these: no connection, an answer that broke off or took too long
 * @param inUse places taken now
 * @param places most uses at once; 0 for folders
 * @param lastAnswer when it last answered, or null
 * @param lastFailure when it last failed, or null
 * @param nextTry when a suspended source is asked again, or null
 */
public record SourceHealth(
    String source,
    String department,
    String kind,
    State state,
    long uses,
    long failures,
    int inUse,
    int places,
    Instant lastAnswer,
    Instant lastFailure,
    Instant nextTry) {

  /** What the uses of a source tell. */
  public enum State {
    /** Nobody has asked it yet. */
    UNUSED,
    /** The last use was answered. */
    ANSWERING,
    /** The last use failed; it is still asked. */
    FAILING,
    /** It failed again and again, and is not asked until {@link SourceHealth#nextTry}. */
    SUSPENDED
  }
}
