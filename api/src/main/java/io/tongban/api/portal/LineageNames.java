package io.tongban.api.portal;

import io.tongban.access.ClientSpec;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.Label;
import io.tongban.hub.SourceSpec;
import io.tongban.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people call nodes of the lineage graph and their columns, by the definitions. */
@ApplicationScoped
class LineageNames {
  private final Definitions definitions;
  private final Registry registry;

  @Inject
  LineageNames(Definitions definitions, Registry registry) {
    this.definitions = definitions;
    this.registry = registry;
  }

  /** The title of a node; its name where no definition has one. */
  Label title(LineageKind kind, String id) {
    String name = kind.name(id);
    return switch (kind) {
      case RESOURCE ->
          registry
              .resource(name)
              .map(io.tongban.registry.Resource::title)
              .orElseGet(() -> new Label(name, name));
      case CONNECTOR -> OverviewPage.title(definitions, ConnectorSpec.class, name);
      case SERVICE -> OverviewPage.title(definitions, DataServiceSpec.class, name);
      case CERTIFICATE -> OverviewPage.title(definitions, CertificateTypeSpec.class, name);
      case SOURCE -> source(name);
      case RECIPIENT, QUERY -> client(name);
      case DATASET, JOB -> new Label(name, name);
    };
  }

  /** A file is called after itself; a source without one after its definition. */
  private Label source(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? OverviewPage.title(definitions, SourceSpec.class, name)
        : Label.of(name.substring(slash + 1));
  }

  private Label client(String name) {
    return definitions
        .find(ClientSpec.class, name)
        .map(
            client ->
                OverviewPage.title(definitions, DepartmentSpec.class, client.spec().department()))
        .orElseGet(() -> new Label(name, name));
  }

  /** The columns that a definition names, with their titles; empty for other nodes. */
  Map<String, Label> columns(LineageKind kind, String id) {
    Map<String, Label> columns = new LinkedHashMap<>();
    if (kind == LineageKind.RESOURCE) {
      registry
          .resource(kind.name(id))
          .ifPresent(found -> found.columns().forEach(c -> columns.put(c.name(), c.title())));
    } else if (kind == LineageKind.CERTIFICATE) {
      definitions
          .find(CertificateTypeSpec.class, kind.name(id))
          .ifPresent(found -> found.spec().claims().forEach(c -> columns.put(c.name(), c.title())));
    }
    return columns;
  }
}
