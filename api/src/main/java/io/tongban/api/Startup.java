package io.tongban.api;

import io.quarkus.runtime.StartupEvent;
import io.tongban.access.Erasures;
import io.tongban.connectors.Connectors;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Ledger;
import io.tongban.registry.Registry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/**
 * Wakes the stores, so that databases are up to date before the first request, and does again what
 * a restored database has not erased; without its journal of erasures the hub does not start.
 * Engines (SQL planner, routes, policies) wake at their first use.
 */
@ApplicationScoped
class Startup {
  private static final Logger LOG = Logger.getLogger(Startup.class);
  private final TongbanConfig config;
  private final Definitions definitions;
  private final Registry registry;
  private final Ledger ledger;
  private final Connectors connectors;
  private final LedgerKeyFile keyFile;
  private final Erasures erasures;

  @Inject
  Startup(
      TongbanConfig config,
      Definitions definitions,
      Registry registry,
      Ledger ledger,
      Connectors connectors,
      LedgerKeyFile keyFile,
      Erasures erasures) {
    this.config = config;
    this.definitions = definitions;
    this.registry = registry;
    this.ledger = ledger;
    this.connectors = connectors;
    this.keyFile = keyFile;
    this.erasures = erasures;
  }

  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
    erasures.replay();
    keyFile.publish();
    LOG.infof(
        "catalogue version %d, %d resources, %d ledger entries, %s",
        definitions.version(),
        registry.resources().size(),
        ledger.size(),
        connectors.runs(null, 1).isEmpty() ? "no runs yet" : "runs found");
    if (SettingsGuard.demoOnNetwork(config)) {
      LOG.warn(
          "tongban.example=true on a public host: whoever reaches the portal can sign in as"
              + " anybody");
    }
  }
}
