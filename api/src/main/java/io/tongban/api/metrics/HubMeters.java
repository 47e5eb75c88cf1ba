package io.tongban.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tongban.access.Outbox;
import io.tongban.certificates.Callbacks;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.RunEnded;
import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definitions;
import io.tongban.hub.DefinitionsChanged;
import io.tongban.hub.SourceHealth;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.Sources;
import io.tongban.ledger.Alarms;
import io.tongban.ledger.Ledger;
import io.tongban.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;

/** The hub's own meters: what it holds, and what became of the rows of each run. */
@ApplicationScoped
class HubMeters {
  private final MeterRegistry meters;
  private final Ledger ledger;
  private final Registry registry;
  private final Definitions definitions;
  private final Sources sources;
  private final Callbacks callbacks;
  private final Alarms alarms;

  @Inject
  HubMeters(
      MeterRegistry meters,
      Ledger ledger,
      Registry registry,
      Definitions definitions,
      Sources sources,
      Callbacks callbacks,
      Alarms alarms) {
    this.meters = meters;
    this.ledger = ledger;
    this.registry = registry;
    this.definitions = definitions;
    this.sources = sources;
    this.callbacks = callbacks;
    this.alarms = alarms;
  }

  void register(@Observes StartupEvent event) {
    Gauge.builder("tongban.ledger.entries", ledger, Ledger::size)
        .description("Entries of the ledger")
        .register(meters);
    Gauge.builder("tongban.resources", registry, r -> r.resources().size())
        .description("Resources in the directory")
        .register(meters);
    Gauge.builder("tongban.services", definitions, d -> d.all(DataServiceSpec.class).size())
        .description("Declared data services")
        .register(meters);
    Gauge.builder("tongban.catalogue.version", definitions, Definitions::version)
        .description("Catalogue version of the definitions")
        .register(meters);
    notices("pending", Outbox.State.PENDING);
    notices("given_up", Outbox.State.GIVEN_UP);
    for (Alarms.Kind kind : Alarms.Kind.values()) {
      Gauge.builder("tongban.ledger.alarms", alarms, all -> all.counts().get(kind))
          .description("What speaks against this hub's ledger or one that it witnesses")
          .tag("kind", kind.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    sources();
  }

  private void notices(String state, Outbox.State counted) {
    Gauge.builder("tongban.callback.notices", callbacks, all -> all.counts().get(counted))
        .description("Ended presentations that a department's Callback has not taken")
        .tag("state", state)
        .register(meters);
  }

  void changed(@Observes DefinitionsChanged change) {
    if (change.touches("Source")) {
      sources();
    }
  }

  /** A meter that is there already stays as it is. */
  private void sources() {
    definitions.all(SourceSpec.class).forEach(source -> source(source.name()));
  }

  private void source(String name) {
    Gauge.builder(
            "tongban.source.answering",
            sources,
            all -> of(all, name).filter(HubMeters::answering).isPresent() ? 1 : 0)
        .description("Whether the last use of the source was answered")
        .tag("source", name)
        .register(meters);
    Gauge.builder(
            "tongban.source.in.use",
            sources,
            all -> of(all, name).map(SourceHealth::inUse).orElse(0))
        .description("Places of the source that are taken")
        .tag("source", name)
        .register(meters);
    FunctionCounter.builder(
            "tongban.source.uses", sources, all -> of(all, name).map(SourceHealth::uses).orElse(0L))
        .description("Uses of the source since this node started")
        .tag("source", name)
        .register(meters);
    FunctionCounter.builder(
            "tongban.source.failures",
            sources,
            all -> of(all, name).map(SourceHealth::failures).orElse(0L))
        .description("Uses of the source that failed since this node started")
        .tag("source", name)
        .register(meters);
  }

  private static boolean answering(SourceHealth source) {
    return source.state() == SourceHealth.State.ANSWERING;
  }

  private static Optional<SourceHealth> of(Sources sources, String name) {
    return sources.health().stream().filter(each -> each.source().equals(name)).findFirst();
  }

  void ended(@Observes RunEnded event) {
    Run run = event.run();
    String connector = run.connector();
    meters
        .counter(
            "tongban.connector.runs",
            "connector",
            connector,
            "state",
            run.state().name().toLowerCase(Locale.ROOT))
        .increment();
    rows(connector, "accepted", run.accepted());
    rows(connector, "unchanged", run.unchanged());
    rows(connector, "quarantined", run.quarantined());
    rows(connector, "filtered", run.filtered());
  }

  private void rows(String connector, String outcome, long rows) {
    meters
        .counter("tongban.connector.rows", "connector", connector, "outcome", outcome)
        .increment(rows);
  }
}
