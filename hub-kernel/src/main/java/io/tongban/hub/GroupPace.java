package io.tongban.hub;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a group commit waits for more to commit with. A lone caller never waits. Where the group
 * before had company, groups begin some milliseconds apart: a commit costs much the same however
 * many share it. (PostgreSQL's {@code commit_delay} and {@code commit_siblings}, PostgreSQL 18
 * documentation, section 28.5.) Not thread-safe: for the one thread that commits at a time.
 */
public final class GroupPace {
  private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private boolean had;
  private long begun;

  /** Waits if it is worth it; whatever comes meanwhile belongs to the group that begins now. */
  public void await() {
    if (had) {
      // a spurious wake-up only makes the group smaller
      LockSupport.parkNanos(Math.max(0, begun + APART_NANOS - System.nanoTime()));
    }
    begun = System.nanoTime();
  }

  /**
   * Tells how many were committed together.
   *
   * @param members at least one
   */
  public void committed(int members) {
    had = members > 1;
  }
}
