package io.tongban.hub.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until a test moves it. */
public final class MutableClock extends Clock {
  /** Where it stands at the start of every test. */
  public static final Instant START = Instant.parse("2026-01-15T08:00:00Z");

  private volatile Instant now = START;

  /** Moves it; may be negative. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  /** Sets it. */
  public void set(Instant instant) {
    now = instant;
  }

  void reset() {
    now = START;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the hub's clock is read in UTC");
  }

  @Override
  public Instant instant() {
    return now;
  }
}
