package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.mapping.TableColumns;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Nearest;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** Looks up what a run needs. */
@ApplicationScoped
class RunPlans {
  private final Definitions definitions;
  private final Registry registry;

  @Inject
  RunPlans(Definitions definitions, Registry registry) {
    this.definitions = definitions;
    this.registry = registry;
  }

  /** The connector of that name, or {@link ConnectorProblem#CONNECTOR_UNKNOWN}. */
  Definition<ConnectorSpec> connector(String name) {
    return definitions
        .find(ConnectorSpec.class, name)
        .orElseThrow(
            () ->
                ConnectorProblem.CONNECTOR_UNKNOWN.problem(
                    "no connector is called \"" + name + "\"; " + fix(name)));
  }

  private String fix(String name) {
    return Nearest.fix(
        name,
        definitions.all(ConnectorSpec.class).stream().map(Definition::name).toList(),
        "connectors");
  }

  LoadPlan plan(UUID run, String connector, Optional<String> file) {
    Definition<ConnectorSpec> definition = connector(connector);
    Resource resource =
        registry
            .resource(definition.spec().resource())
            .orElseThrow(
                () ->
                    HubProblem.DEFINITION_UNKNOWN.problem(
                        "connector \"%s\" fills resource \"%s\", which is not defined"
                            .formatted(connector, definition.spec().resource())));
    return new LoadPlan(run, definition, TableColumns.normal(definition.spec()), resource, file);
  }
}
