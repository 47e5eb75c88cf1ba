package io.tongban.api.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.RunEnded;
import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Ledger;
import io.tongban.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;

/** The hub's own meters: what it holds, and what became of the rows of each run. */
@ApplicationScoped
class HubMeters {
  private final MeterRegistry meters;
  private final Ledger ledger;
  private final Registry registry;
  private final Definitions definitions;

  @Inject
  HubMeters(MeterRegistry meters, Ledger ledger, Registry registry, Definitions definitions) {
    this.meters = meters;
    this.ledger = ledger;
    this.registry = registry;
    this.definitions = definitions;
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
