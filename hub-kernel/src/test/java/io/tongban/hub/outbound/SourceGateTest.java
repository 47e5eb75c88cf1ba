package io.tongban.hub.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SourceGateTest {
  private final MutableClock clock = new MutableClock();
  private final SourceGate gate = new SourceGate("it", clock, 2, Duration.ofMillis(1));

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      gate.enter();
      gate.refused();
    }
  }

  private void answer() {
    gate.enter();
    gate.left();
  }

  private Problem refused() {
    return catchThrowableOfType(ProblemException.class, gate::enter).problem();
  }

  private void suspend() {
    fail(SourceGate.SUSPENDS_AT);
  }

  private void waitForTheNextTry() {
    clock.set(gate.nextTry());
  }

  @Test
  void aSourceThatFailsAgainAndAgainIsNotAsked() {
    fail(SourceGate.SUSPENDS_AT - 1);
    assertThat(gate.nextTry()).isNull();
    fail(1);
    Problem problem = refused();
    assertThat(problem.code()).isEqualTo("source-unreachable");
    assertThat(problem.detail()).contains("\"it\"").contains(gate.nextTry().toString());
    assertThat(problem.extensions()).containsEntry("nextTry", gate.nextTry().toString());
    assertThat(gate.inUse()).isZero();
  }

  @Test
  void failuresAmongManyAnswersSuspendNothing() {
    for (int i = 0; i < 20; i++) {
      answer();
    }
    fail(SourceGate.SUSPENDS_AT);
    assertThat(gate.nextTry()).isNull();
  }

  @Test
  void oldFailuresAreForgotten() {
    fail(SourceGate.SUSPENDS_AT - 1);
    clock.set(clock.instant().plus(SourceGate.WINDOW));
    fail(SourceGate.SUSPENDS_AT - 1);
    assertThat(gate.nextTry()).isNull();
  }

  @Test
  void oneUseTriesWhetherItIsBack() {
    suspend();
    waitForTheNextTry();
    gate.enter();
    assertThat(refused().detail()).contains("not asked until");
    gate.left();
    answer();
    assertThat(gate.nextTry()).isNull();
  }

  @Test
  void eachFailedTryMakesThePauseLongerUpToALimit() {
    suspend();
    Duration before = Duration.ZERO;
    for (int i = 0; i < 8; i++) {
      Duration pause = Duration.between(clock.instant(), gate.nextTry());
      assertThat(pause)
          .isGreaterThanOrEqualTo(i < 4 ? before : SourceGate.LONGEST_PAUSE)
          .isLessThanOrEqualTo(SourceGate.LONGEST_PAUSE.multipliedBy(6).dividedBy(5));
      before = pause;
      waitForTheNextTry();
      fail(1);
    }
  }

  /** Such as a database that connects and then hangs: its use ends before it is known to fail. */
  @Test
  void aFailureAfterTheTryHasEndedSuspendsAgain() {
    suspend();
    waitForTheNextTry();
    answer();
    gate.failed();
    assertThat(gate.nextTry()).isAfter(clock.instant());
  }

  @Test
  void afterEnoughAnswersItIsTrustedAgain() {
    suspend();
    waitForTheNextTry();
    for (int i = 0; i <= SourceGate.ON_TRIAL; i++) {
      answer();
    }
    fail(1);
    assertThat(gate.nextTry()).isNull();
  }

  @Test
  void aTryThatVanishesDoesNotSuspendForEver() {
    suspend();
    waitForTheNextTry();
    gate.enter();
    waitForTheNextTry();
    gate.enter();
    assertThat(gate.inUse()).isEqualTo(2);
  }

  @Test
  void noMoreUsesThanPlaces() {
    gate.enter();
    gate.enter();
    Problem problem = refused();
    assertThat(problem.code()).isEqualTo("source-busy");
    assertThat(problem.detail()).contains("\"it\"").contains("2 places");
    assertThat(gate.nextTry()).isNull();
    gate.left();
    gate.enter();
  }

  @Test
  void tellsItsFigures() {
    answer();
    Instant answered = clock.instant();
    clock.set(answered.plusSeconds(3));
    fail(1);
    SourceGate.Figures figures = gate.figures();
    assertThat(figures).isEqualTo(new SourceGate.Figures(2, 1, true, answered, clock.instant()));
    answer();
    assertThat(gate.figures().failing()).isFalse();
  }

  /** Whatever happens: places are kept, and a suspension ends. */
  @Property(tries = 200)
  void everySequenceKeepsItsPlacesAndEnds(
      @ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> steps) {
    MutableClock time = new MutableClock();
    SourceGate any = new SourceGate("it", time, 3, Duration.ZERO);
    int inside = 0;
    for (int step : steps) {
      inside += step(any, time, step, inside);
      assertThat(any.inUse()).isEqualTo(inside).isBetween(0, 3);
    }
    while (inside > 0) {
      any.left();
      inside--;
    }
    if (any.nextTry() != null) {
      time.set(any.nextTry());
    }
    any.enter();
    any.left();
    assertThat(any.nextTry()).isNull();
  }

  private static int step(SourceGate gate, MutableClock time, int step, int inside) {
    switch (step) {
      case 0, 1:
        try {
          gate.enter();
          return 1;
        } catch (ProblemException refused) {
          return 0;
        }
      case 2:
        time.set(time.instant().plusSeconds(7));
        return 0;
      case 3:
        if (inside > 0) {
          gate.refused();
        }
        return inside > 0 ? -1 : 0;
      default:
        if (inside > 0) {
          gate.left();
        }
        return inside > 0 ? -1 : 0;
    }
  }
}
