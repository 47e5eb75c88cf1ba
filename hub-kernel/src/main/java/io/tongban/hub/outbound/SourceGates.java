package io.tongban.hub.outbound;

import io.tongban.hub.Definition;
import io.tongban.hub.SourceHealth;
import io.tongban.hub.SourceHealth.State;
import io.tongban.hub.SourceSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The gate of each source; a new one when the definition changes. */
final class SourceGates {
  static final int DEFAULT_PLACES = 8;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private final Clock clock;
  private final Map<String, Gated> gates = new ConcurrentHashMap<>();

  private record Gated(String digest, SourceGate gate) {}

  SourceGates(Clock clock) {
    this.clock = clock;
  }

  SourceGate gate(Definition<SourceSpec> source) {
    Gated known = gates.get(source.name());
    if (known == null || !known.digest().equals(source.digest())) {
      known =
          gates.compute(
              source.name(),
              (name, before) ->
                  before != null && before.digest().equals(source.digest())
                      ? before
                      : new Gated(source.digest(), make(source)));
    }
    return known.gate();
  }

  private SourceGate make(Definition<SourceSpec> source) {
    Duration timeout = Duration.ofSeconds(seconds(source.spec()));
    Duration wait = timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
    return new SourceGate(source.name(), clock, places(source.spec()), wait);
  }

  private static int seconds(SourceSpec spec) {
    if (spec.file() != null) {
      return (int) LONGEST_WAIT.toSeconds();
    }
    Integer declared =
        spec.jdbc() != null ? spec.jdbc().timeoutSeconds() : spec.http().timeoutSeconds();
    return Objects.requireNonNullElse(declared, (int) LONGEST_WAIT.toSeconds());
  }

  private static int places(SourceSpec spec) {
    if (spec.file() != null) {
      return FileTables.CONNECTIONS;
    }
    Integer declared =
        spec.jdbc() != null ? spec.jdbc().maxConnections() : spec.http().maxConcurrent();
    return Objects.requireNonNullElse(declared, DEFAULT_PLACES);
  }

  SourceHealth health(Definition<SourceSpec> source) {
    SourceSpec spec = source.spec();
    String kind = spec.jdbc() != null ? "jdbc" : spec.http() != null ? "http" : "file";
    if (spec.file() != null && !spec.file().queried()) {
      return new SourceHealth(
          source.name(), spec.department(), kind, State.UNUSED, 0, 0, 0, 0, null, null, null);
    }
    SourceGate gate = gate(source);
    SourceGate.Figures figures = gate.figures();
    var nextTry = gate.nextTry();
    return new SourceHealth(
        source.name(),
        spec.department(),
        kind,
        state(figures, nextTry != null),
        figures.uses(),
        figures.failures(),
        gate.inUse(),
        gate.limit(),
        figures.lastAnswer(),
        figures.lastFailure(),
        nextTry);
  }

  private static State state(SourceGate.Figures figures, boolean suspended) {
    if (suspended) {
      return State.SUSPENDED;
    }
    if (figures.failing()) {
      return State.FAILING;
    }
    return figures.lastAnswer() == null ? State.UNUSED : State.ANSWERING;
  }
}
