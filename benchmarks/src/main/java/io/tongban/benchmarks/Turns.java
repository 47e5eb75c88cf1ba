package io.tongban.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * Two ways to do the same, turn by turn in one run, each with random keys of its own.
 *
 * @param rounds turns of each
 * @param perRound calls a turn
 */
record Turns(int rounds, int perRound) {
  /** Calls before the first turn: until both ways run as the last compiler leaves them. */
  private static final int WARM_UP = 20_000;

  /** One way. */
  interface Way {
    /** Before each turn. */
    default void begin() {}

    /** One call; what it finds is checked. */
    void call(Random random) throws Exception;
  }

  /** Medians over the turns. */
  record Ratio(double median, double oursMicros, double theirsMicros) {}

  Ratio ratio(Way ours, Way theirs) {
    Random random = new Random(42);
    turn(ours, random, WARM_UP);
    turn(theirs, random, WARM_UP);
    return measured(ours, theirs, perRound, random);
  }

  /**
   * Two ways of very different speed, each warmed up for as long.
   *
   * @param theirsPerRound their calls a turn
   */
  Ratio ratio(Way ours, Way theirs, int theirsPerRound, Duration warmUp) {
    Random random = new Random(42);
    warmUp(ours, random, warmUp);
    warmUp(theirs, random, warmUp);
    return measured(ours, theirs, theirsPerRound, random);
  }

  private Ratio measured(Way ours, Way theirs, int theirsPerRound, Random random) {
    double[] first = new double[rounds];
    double[] second = new double[rounds];
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      first[i] = turn(ours, random, perRound);
      second[i] = turn(theirs, random, theirsPerRound);
      ratios[i] = first[i] / second[i];
    }
    return new Ratio(median(ratios), median(first), median(second));
  }

  private static void warmUp(Way way, Random random, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      turn(way, random, 1);
    }
  }

  /** Microseconds a call. */
  private static double turn(Way way, Random random, int count) {
    way.begin();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      try {
        way.call(random);
      } catch (Exception failed) {
        throw new IllegalStateException("a call of the bench failed", failed);
      }
    }
    return (System.nanoTime() - start) / 1e3 / count;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
