package io.tongban.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What speaks against a log: this hub's own, or one that it witnesses. */
public interface Alarms {
  /** The newest first, at most 100. */
  List<Alarm> newest();

  /** How many there are of each kind. */
  Map<Kind, Long> counts();

  /** Kinds of alarms. */
  enum Kind {
    /** A witnessed log signed two trees of one size: it is forked. Proven by its signatures. */
    EQUIVOCATION,
    /**
     * A checkpoint that a witnessed log signed came with a proof that does not lead to it from what
     * was cosigned before. Suspicious only: who sent it need not be the log.
     */
    UNPROVEN,
    /** A witness of this hub's log has cosigned a larger tree than the hub has. */
    ROLLED_BACK,
    /** A witness of this hub's log holds a tree that this hub's is not a continuation of. */
    CONTRADICTED
  }

  /**
   * An alarm.
   *
   * @param origin the log it speaks against
   * @param witness who said so, or null if this hub saw it as a witness
   * @param size of the tree in question
   * @param message for people
   * @param evidence signed checkpoints: what was held before, what was shown; for this hub's own
   *     log its head
   * @param at when it was raised first
   */
  record Alarm(
      UUID id,
      Kind kind,
      String origin,
      String witness,
      long size,
      String message,
      List<String> evidence,
      Instant at) {
    public Alarm {
      evidence = List.copyOf(evidence);
    }
  }
}
