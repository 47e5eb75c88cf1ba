package io.tongban.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a department asked a person to allow, and what became of it. It does not say whom: the
 * person's identifier is nowhere in it.
 *
 * @param id UUIDv7
 * @param recipient name of the Department that may use the data
 * @param client name of the Client that asked
 * @param purpose name of the Purpose
 * @param attributes what may be used, each {@code resource.column}, in order
 * @param requested when the department asked
 * @param until from this instant on it is worth nothing
 * @param given from when it is in force, or null
 * @param declined when the person said no, or null
 * @param withdrawn when the person took it back, or null
 * @param requestedEntry the ledger entry that records the request, or null if it was made before
 *     requests were recorded
 * @param givenEntry the ledger entry that records the giving, or null
 * @param declinedEntry the ledger entry that records the refusal, or null
 * @param withdrawnEntry the ledger entry that records the withdrawal, or null
 */
public record Consent(
    UUID id,
    String recipient,
    String client,
    String purpose,
    List<String> attributes,
    Instant requested,
    Instant until,
    Instant given,
    Instant declined,
    Instant withdrawn,
    UUID requestedEntry,
    UUID givenEntry,
    UUID declinedEntry,
    UUID withdrawnEntry) {
  /** How long a request waits for its answer. */
  public static final Duration WAITS = Duration.ofDays(7);

  public Consent {
    Objects.requireNonNull(id);
    Objects.requireNonNull(until);
    attributes = List.copyOf(new TreeSet<>(attributes));
  }

  /** Where it stands. */
  public enum State {
    /** The person has not answered yet. */
    REQUESTED,
    /** The person did not answer in time. */
    LAPSED,
    DECLINED,
    IN_FORCE,
    /** Its end has come. */
    ENDED,
    WITHDRAWN
  }

  /** Where it stands at that instant. */
  public State state(Instant now) {
    if (withdrawn != null) {
      return State.WITHDRAWN;
    }
    if (declined != null) {
      return State.DECLINED;
    }
    boolean ended = !now.isBefore(until);
    if (given != null) {
      return ended ? State.ENDED : State.IN_FORCE;
    }
    return ended || !now.isBefore(requested.plus(WAITS)) ? State.LAPSED : State.REQUESTED;
  }
}
