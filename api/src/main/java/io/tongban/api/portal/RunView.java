package io.tongban.api.portal;

import io.tongban.api.login.Role;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import io.tongban.hub.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A run.
 *
 * @param done rows worked off so far
 * @param total rows in all, -1 while that is not known
 * @param reasons of the quarantine, most first
 * @param lookups how look-ups ended, by item
 */
record RunView(
    Run run,
    Label connector,
    Label resource,
    long done,
    long total,
    Instant now,
    List<Reason> reasons,
    List<Lookup> lookups) {

  /** A reason and how many rows have it. */
  record Reason(String code, long rows) {}

  /** An item and how its look-ups ended. */
  record Lookup(String item, List<Reason> outcomes) {
    /** All look-ups of the item. */
    public long sum() {
      return outcomes.stream().mapToLong(Reason::rows).sum();
    }
  }

  /** Who may see the quarantined rows. */
  public List<Role> roles() {
    return RunPages.ROW_ROLES;
  }

  /** Whether it is under way. */
  public boolean underWay() {
    return run.state() == RunState.RUNNING;
  }

  /** Whether what was read is all accounted for. */
  public boolean balanced() {
    return run.read() == run.accepted() + run.unchanged() + run.quarantined();
  }

  /** Whether how far it is can be told as a share. */
  public boolean measured() {
    return total > 0;
  }

  /** Rows a second so far. */
  public long rate() {
    long millis = Math.max(1, Duration.between(run.started(), now).toMillis());
    return done * 1000 / millis;
  }

  /** How long it may still take, at the pace so far. */
  public Duration left() {
    return Duration.ofSeconds(Math.max(0, total - done) / Math.max(1, rate()));
  }
}
