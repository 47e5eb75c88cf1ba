package io.tongban.hub;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a group commit waits for more to commit with. A lone caller never waits. Where the group
 * before had company, groups begin some milliseconds apart: a commit costs much the same however
 * many share it. (PostgreSQL's {@code commit_delay} and {@code commit_siblings}, PostgreSQL 18
 * documentation, section 28.5.) Where many bring changes of their own, which touch pages all over
 * the database, groups begin further apart. Not thread-safe: for the one thread that commits at a
 * time.
 */
public final class GroupPace {
  private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long FAR_APART_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

  /** So many of a group bring changes of their own that groups begin far apart. */
  private static final int MANY = 8;

  private boolean had;
  private long apart = APART_NANOS;
  private long begun;

  /** Waits if it is worth it; whatever comes meanwhile belongs to the group that begins now. */
  public void await() {
    if (had) {
      // a spurious wake-up only makes the group smaller
      LockSupport.parkNanos(Math.max(0, begun + apart - System.nanoTime()));
    }
    begun = System.nanoTime();
  }

  /**
   * Tells how many were committed together.
   *
   * @param members at least one
   */
  public void committed(int members) {
    committed(members, 0);
  }

  /**
   * As {@link #committed(int)}.
   *
   * @param changing how many of them bring changes of their own
   */
  public void committed(int members, int changing) {
    had = members > 1;
    apart = changing < MANY ? APART_NANOS : FAR_APART_NANOS;
  }
}
