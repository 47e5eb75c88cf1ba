package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What every use of one source goes through: so many at once and no more, with a bounded wait; and
 * none at all while the source fails again and again, but for one that tries whether it is back.
 * Every use is {@link #enter}, then one of {@link #left} and {@link #refused}; {@link #failed} may
 * come at any time. Our own rather than a library's, since a use of a database ends where its
 * connection is given back, which no call wraps.
 */
final class SourceGate {
  /** Failures within {@link #WINDOW}, at least half of the uses, that suspend a source. */
  static final int SUSPENDS_AT = 5;

  static final Duration WINDOW = Duration.ofSeconds(30);
  static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Uses after a suspension of which none may fail. */
  static final int ON_TRIAL = 5;

  /** A try that neither ends nor fails is given up after so long, and another let through. */
  private static final Duration LONGEST_TRY = Duration.ofMinutes(1);

  private final String source;
  private final Clock clock;
  private final int limit;
  private final Duration wait;
  private final Semaphore places;
  private State state = State.OPEN_TO_ALL;
  private long windowEnds;
  private int windowUses;
  private int windowFailures;
  private int trial;
  private int suspensions;
  private long until;
  private Figures figures = new Figures(0, 0, false, null, null);

  private enum State {
    OPEN_TO_ALL,
    SUSPENDED,
    BEING_TRIED
  }

  /**
   * What became of the uses.
   *
   * @param failing whether the last one failed
   */
  record Figures(
      long uses, long failures, boolean failing, Instant lastAnswer, Instant lastFailure) {}

  /**
   * A gate.
   *
   * @param limit uses at once
   * @param wait for a place that becomes free
   */
  SourceGate(String source, Clock clock, int limit, Duration wait) {
    this.source = source;
    this.clock = clock;
    this.limit = limit;
    this.wait = wait;
    this.places = new Semaphore(limit);
  }

  /**
   * Begins a use.
   *
   * @throws ProblemException {@link HubProblem#SOURCE_UNREACHABLE} while the source is suspended,
   *     {@link HubProblem#SOURCE_BUSY} if no place became free
   */
  void enter() {
    requireAsked(clock.millis());
    if (!places.tryAcquire()) {
      await();
    }
    try {
      begin(clock.millis());
    } catch (ProblemException suspended) {
      places.release();
      throw suspended;
    }
  }

  private void await() {
    try {
      if (places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw HubProblem.SOURCE_BUSY
        .problem(
            "the source \"%s\": all its %d places are taken, and none became free within %d ms"
                .formatted(source, limit, wait.toMillis()))
        .with("source", source);
  }

  private synchronized void requireAsked(long now) {
    if (state == State.SUSPENDED && now < until || state == State.BEING_TRIED && now < until) {
      throw suspended();
    }
  }

  private ProblemException suspended() {
    Instant next = Instant.ofEpochMilli(until);
    return HubProblem.SOURCE_UNREACHABLE
        .problem(
            "the source \"%s\" failed again and again and is not asked until %s"
                .formatted(source, next))
        .with("source", source)
        .with("nextTry", next.toString());
  }

  private synchronized void begin(long now) {
    requireAsked(now);
    if (state == State.OPEN_TO_ALL) {
      window(now);
      windowUses++;
    } else {
      state = State.BEING_TRIED;
      until = now + LONGEST_TRY.toMillis();
    }
    figures =
        new Figures(
            figures.uses + 1,
            figures.failures,
            figures.failing,
            figures.lastAnswer,
            figures.lastFailure);
  }

  private void window(long now) {
    if (now >= windowEnds) {
      windowEnds = now + WINDOW.toMillis();
      windowUses = 0;
      windowFailures = 0;
    }
  }

  /** A use has ended; the source answered. */
  void left() {
    places.release();
    answered();
  }

  private synchronized void answered() {
    if (state == State.BEING_TRIED) {
      state = State.OPEN_TO_ALL;
      trial = ON_TRIAL;
      windowEnds = 0;
    } else if (trial > 0 && --trial == 0) {
      suspensions = 0;
    }
    figures =
        new Figures(figures.uses, figures.failures, false, clock.instant(), figures.lastFailure);
  }

  /** A use has ended before the source was of any use. */
  void refused() {
    failed();
    places.release();
  }

  /** The source did not do what it should in a use that may have ended already. */
  synchronized void failed() {
    long now = clock.millis();
    figures =
        new Figures(
            figures.uses,
            figures.failures + 1,
            true,
            figures.lastAnswer,
            Instant.ofEpochMilli(now));
    if (state == State.BEING_TRIED || trial > 0) {
      suspend(now);
    } else if (state == State.OPEN_TO_ALL) {
      window(now);
      windowFailures++;
      if (windowFailures >= SUSPENDS_AT && 2 * windowFailures >= windowUses) {
        suspend(now);
      }
    }
  }

  /** Longer each time, and not for all nodes alike. */
  private void suspend(long now) {
    long pause =
        Math.min(FIRST_PAUSE.toMillis() << Math.min(suspensions, 10), LONGEST_PAUSE.toMillis());
    state = State.SUSPENDED;
    trial = 0;
    suspensions++;
    until = now + pause + ThreadLocalRandom.current().nextLong(pause / 5 + 1);
  }

  synchronized Figures figures() {
    return figures;
  }

  /** When a suspended source is asked again; null if it is not suspended. */
  synchronized Instant nextTry() {
    return state == State.OPEN_TO_ALL ? null : Instant.ofEpochMilli(until);
  }

  int inUse() {
    return limit - places.availablePermits();
  }

  int limit() {
    return limit;
  }
}
