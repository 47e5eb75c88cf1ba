package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.assertj.core.api.SoftAssertions;

/**
 * Random SQL under random policies answers what the same SQL answers on physically pre-filtered,
 * pre-masked copies, and nothing else about a run tells of what is hidden.
 *
 * <p>A try is a world of {@link #QUERIES} queries, twenty worlds with {@code --full}. A failure
 * names the world's seed, the query, the policy and the catalogue; {@link GovernanceCheck} runs it
 * again from the seed.
 */
class GovernanceProperties {
  /** Of each try; {@code ./tongban test --full} asks twenty times as many. */
  private static final int QUERIES = Boolean.getBoolean("tongban.test.full") ? 1_000 : 50;

  private static final int THREADS = 2;

  /**
   * A construct that random SQL hardly uses would be proved by nothing. Below the bar of the bench,
   * 0.1 of 50,000 queries, by what chance may take of 1,000.
   */
  private static final double LEAST_CONSTRUCT_SHARE = 0.08;

  /** The same; the bench's bar is 0.6. */
  private static final double LEAST_NONEMPTY_SHARE = 0.55;

  private static final int PLANTS_FOUND_WITHIN = 200;

  private static final List<GovernanceCheck.Figures> FIGURES = new ArrayList<>();

  @Property(tries = 20, seed = "20260115", shrinking = ShrinkingMode.OFF)
  void randomSqlSeesNoMoreThanThePolicyAllows(@ForAll @LongRange(max = 1L << 40) long seed) {
    var figures = GovernanceCheck.run(seed, QUERIES, THREADS, RandomWorld.Product.H2, told -> {});
    FIGURES.add(figures);
    assertThat(figures.differences()).isEmpty();
  }

  @Property(tries = 2, seed = "20260116", shrinking = ShrinkingMode.OFF)
  void norOnPostgres(@ForAll @LongRange(max = 1L << 40) long seed) {
    var figures =
        GovernanceCheck.run(seed, QUERIES, THREADS, RandomWorld.Product.POSTGRESQL, told -> {});
    assertThat(figures.differences()).isEmpty();
  }

  /** What the property above was worth; it fails the container if it was worth little. */
  @AfterContainer
  static void theQueriesWereWorthAsking() {
    if (FIGURES.isEmpty()) {
      return;
    }
    var all = GovernanceCheck.Figures.sum(FIGURES);
    var softly = new SoftAssertions();
    softly.assertThat(all.nonemptyShare()).as("nonempty").isGreaterThan(LEAST_NONEMPTY_SHARE);
    softly
        .assertThat(all.leastConstructShare())
        .as("%s of %d", all.constructs(), all.queries())
        .isGreaterThan(LEAST_CONSTRUCT_SHARE);
    softly.assertThat(all.refused()).as("refused").isLessThan(all.queries() / 50);
    softly.assertThat(all.failed()).as("failed").isLessThan(all.queries() / 20);
    softly.assertAll();
  }

  /** Without this the properties above would hold of a check that sees nothing. */
  @Property(tries = 1)
  void everyPlantedLeakIsFound() {
    Map<String, Integer> found = GovernanceCheck.plantsFoundWithin(1, THREADS);
    assertThat(found).hasSizeGreaterThan(30);
    assertThat(found.values())
        .allMatch(queries -> queries <= PLANTS_FOUND_WITHIN, found.toString());
  }
}
