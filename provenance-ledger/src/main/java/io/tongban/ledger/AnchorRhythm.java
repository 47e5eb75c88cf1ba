package io.tongban.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * When the hub anchors by itself: after a time if the log grew, or when it grew by so much.
 *
 * @param every how long after the anchor before, or null
 * @param entries how many entries after the anchor before, or 0
 */
public record AnchorRhythm(Duration every, long entries) {
  public AnchorRhythm {
    if (every != null && every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("anchors are at least a second apart");
    }
    if (entries < 0) {
      throw new IllegalArgumentException("entries between anchors are not below 0");
    }
  }

  /** Only when asked. */
  public static AnchorRhythm onDemand() {
    return new AnchorRhythm(null, 0);
  }

  /** Whether the hub anchors by itself at all. */
  public boolean isOn() {
    return every != null || entries > 0;
  }

  /**
   * Whether another anchor is due.
   *
   * @param size the log's size now
   * @param anchored the size at the newest anchor, 0 if there is none
   * @param made when that one was signed, or null if there is none
   */
  public boolean due(long size, long anchored, Instant made, Instant now) {
    long grown = size - anchored;
    boolean byTime = every != null && (made == null || !now.isBefore(made.plus(every)));
    return grown > 0 && (byTime || entries > 0 && grown >= entries);
  }
}
