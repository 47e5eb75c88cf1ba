package io.tongban.ledger.witness;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often a log may ask this node: a token bucket for each declared log, so that one of them
 * keeps no other waiting.
 */
final class Buckets {
  private static final double BURST = 100;
  private static final double A_SECOND = 10;
  private static final double MILLIS = 1_000;

  private final Clock clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  Buckets(Clock clock) {
    this.clock = clock;
  }

  private record Bucket(double tokens, long at) {}

  /** Takes a token; false if there is none. */
  boolean take(String log) {
    long now = clock.millis();
    Bucket left =
        buckets.merge(
            log,
            new Bucket(BURST - 1, now),
            (before, first) -> {
              double grown = Math.max(0, now - before.at()) / MILLIS * A_SECOND;
              return new Bucket(Math.min(BURST, Math.max(0, before.tokens()) + grown) - 1, now);
            });
    return left.tokens() >= 0;
  }
}
