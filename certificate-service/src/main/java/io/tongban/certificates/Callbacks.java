package io.tongban.certificates;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Departments' systems are told that a presentation has ended: a Security Event Token (RFC 8417) is
 * pushed to the Callback that was named when it was started (RFC 8935). It says that there is
 * something to fetch, not what.
 */
public interface Callbacks {
  /**
   * Begins to send what is due, each Callback's notices one after the other and those of different
   * ones beside each other; returns at once. Called now and then, on every node.
   *
   * @return completes when what was due and nobody else was sending has been tried; fails where the
   *     hub's database did
   */
  CompletableFuture<Void> deliver();

  /** How many notices of the last two days are in each state. */
  Map<State, Long> counts();

  /** How far a notice is. */
  enum State {
    /** The presentation goes on. */
    WAITING,
    /** It has ended, and the receiver did not yet take the notice. */
    PENDING,
    /** The receiver took it. */
    DELIVERED,
    /** The receiver did not take it within a day. */
    GIVEN_UP
  }

  /**
   * How the telling of one presentation stands.
   *
   * @param callback name of the Callback
   * @param attempts how often it was sent, the try that is under way included
   * @param next when it is sent next, or, while it is being sent, when another node may; null
   *     unless PENDING
   * @param settled when it was delivered or given up, or null
   * @param error why the last try failed: a problem's code, {@code status-} and the status of HTTP,
   *     or an error code of RFC 8935, section 2.4; null where none failed or it is delivered
   */
  record Notice(
      String callback, State state, int attempts, Instant next, Instant settled, String error) {}
}
