package io.tongban.connectors.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import io.tongban.connectors.jdbc.RunStore;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Starts runs as durable jobs, and sees dropped files through. */
@ApplicationScoped
class JobRuns implements RunStarter, Arrivals {
  private static final Duration LONGEST = Duration.ofHours(12);

  /** A queued run may have been meant for another file, and one more may stand before it. */
  private static final int ATTEMPTS = 3;

  private final Jobs jobs;
  private final RunPlans plans;
  private final RunStore store;
  private final Clock clock;

  @Inject
  JobRuns(Jobs jobs, RunPlans plans, RunStore store, Clock clock) {
    this.jobs = jobs;
    this.plans = plans;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public UUID start(String connector, Optional<String> file) {
    Definition<ConnectorSpec> definition = plans.connector(connector);
    ObjectNode payload = CanonicalJson.mapper().createObjectNode().put("connector", connector);
    file.ifPresent(name -> payload.put("file", name));
    UUID id = jobs.submit(JOB, connector, payload);
    store.begin(id, connector, definition.spec().resource(), clock.instant());
    return id;
  }

  @Override
  public void take(String connector, Path file) {
    String name = file.getFileName().toString();
    if (justLoaded(connector, file)) {
      return;
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      UUID id = underWay(connector, name).orElseGet(() -> start(connector, Optional.of(name)));
      jobs.await(id, LONGEST);
      Run run = store.find(id).orElseThrow();
      if (run.state() == RunState.COMPLETE && name.equals(run.inputName())) {
        return;
      }
      if (run.state() == RunState.FAILED
          && (run.inputName() == null || name.equals(run.inputName()))) {
        throw ConnectorProblem.RUN_FAILED.problem("run " + id + " of the dropped file failed");
      }
    }
    throw ConnectorProblem.RUN_FAILED.problem(
        "connector \"" + connector + "\" did not come to the dropped file");
  }

  /** A run of that file that an earlier process of the hub began. */
  private Optional<UUID> underWay(String connector, String file) {
    return store.newest(connector, 1).stream()
        .filter(run -> run.state() == RunState.RUNNING && file.equals(run.inputName()))
        .map(Run::id)
        .findFirst();
  }

  /** Whether a run started by hand has read these bytes since they were dropped. */
  private boolean justLoaded(String connector, Path file) {
    Optional<Run> newest =
        store.newest(connector, 1).stream()
            .filter(run -> run.state() == RunState.COMPLETE)
            .filter(run -> file.getFileName().toString().equals(run.inputName()))
            .findFirst();
    try {
      if (newest.isEmpty()) {
        return false;
      }
      Instant dropped = Files.getLastModifiedTime(file).toInstant();
      return !dropped.isAfter(newest.get().started())
          && digest(file).equals(newest.get().inputDigest());
    } catch (IOException e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem("the dropped file cannot be read", e);
    }
  }

  private static String digest(Path file) throws IOException {
    try (MeteredOutput metered =
        new MeteredOutput(OutputStream.nullOutputStream(), Long.MAX_VALUE)) {
      Files.copy(file, metered);
      return metered.digest();
    }
  }
}
