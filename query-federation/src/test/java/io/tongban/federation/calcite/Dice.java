package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A seeded source of choices: the same seed makes the same world and the same queries. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  /** A number from 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number between the two, both possible. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T of(List<T> options) {
    return options.get(random.nextInt(options.size()));
  }

  @SafeVarargs
  final <T> T of(T... options) {
    return options[random.nextInt(options.length)];
  }

  /** Some of the options, each once, in a random order; never more than there are. */
  <T> List<T> some(List<T> options, int least, int most) {
    List<T> shuffled = new ArrayList<>(options);
    Collections.shuffle(shuffled, random);
    int count = Math.min(shuffled.size(), between(least, most));
    return new ArrayList<>(shuffled.subList(0, count));
  }

  /** One of nought to the bound, small ones much more often. */
  int skewed(int bound) {
    return Math.min(random.nextInt(bound), random.nextInt(bound));
  }
}
