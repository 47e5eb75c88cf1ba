package io.tongban.federation.calcite;

import io.tongban.federation.DataServiceSpec;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The declared services, each parsed once a version. */
@ApplicationScoped
class ServiceShelf {
  private final Definitions definitions;
  private final Registry registry;
  private final HubDatabases databases;
  private final PlanCache plans;
  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final Map<String, Reads> reads = new ConcurrentHashMap<>();

  private record Reads(String digest, long catalogue, Map<String, Set<String>> columns) {}

  @Inject
  ServiceShelf(
      Definitions definitions, Registry registry, HubDatabases databases, PlanCache plans) {
    this.definitions = definitions;
    this.registry = registry;
    this.databases = databases;
    this.plans = plans;
  }

  /**
   * @throws io.tongban.hub.ProblemException {@link FederationProblem#SERVICE_UNKNOWN}
   */
  Service service(String name) {
    Definition<DataServiceSpec> definition =
        definitions.find(DataServiceSpec.class, name).orElseThrow(() -> unknown(name));
    Service known = services.get(name);
    if (known == null || !known.definition().digest().equals(definition.digest())) {
      known = Service.of(definition);
      services.put(name, known);
    }
    return known;
  }

  private static RuntimeException unknown(String name) {
    return FederationProblem.SERVICE_UNKNOWN
        .problem("there is no data service " + name)
        .with("service", name);
  }

  /** The columns a service reads, by resource. */
  Map<String, Set<String>> reads(Service service) {
    String digest = service.definition().digest();
    Reads known = reads.get(service.name());
    if (known == null || !known.digest().equals(digest) || known.catalogue() != plans.version()) {
      long catalogue = plans.version();
      var columns =
          new QueryCompiler(databases.declared(definitions))
              .reads(service.sql(), service.types(), Policies.everything(registry.resources()));
      known = new Reads(digest, catalogue, columns);
      reads.put(service.name(), known);
    }
    return known.columns();
  }
}
