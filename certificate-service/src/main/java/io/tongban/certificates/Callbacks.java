package io.tongban.certificates;

import io.tongban.access.Outbox;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Departments' systems are told what is in the {@link Outbox}: a Security Event Token (RFC 8417) is
 * pushed to their Callback (RFC 8935). It says that there is something to fetch, not what.
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
  Map<Outbox.State, Long> counts();
}
