package io.tongban.federation.calcite;

import io.tongban.hub.Database;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.Dialect;
import io.tongban.hub.HubProblem;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.Sources;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The hub's own database and the departments' live ones. */
@ApplicationScoped
class HubDatabases implements SourceDatabases {
  private final Sources sources;
  private final ZoneId zone;
  private final SourceDatabase hub;
  private final Map<String, SourceDatabase> live = new ConcurrentHashMap<>();
  private final Map<TableKey, TableNames> names = new ConcurrentHashMap<>();

  private record TableKey(String source, String schema, String table) {}

  @Inject
  HubDatabases(Database database, Sources sources, HubSettings settings) {
    this.sources = sources;
    this.zone = settings.zone();
    this.hub =
        new SourceDatabase(
            SourceDatabase.HUB,
            database.dialect() == Dialect.H2 ? "h2" : "postgresql",
            database::dataSource,
            ZoneOffset.UTC);
  }

  /** Forgets what it knows of sources: their definitions have changed. */
  void forget() {
    live.clear();
    names.clear();
  }

  @Override
  public RawTable table(Resource resource) {
    if (web(resource)) {
      return new RawTable(resource, new RestTable(resource, service(resource)));
    }
    SourceDatabase database =
        resource.live() ? live.computeIfAbsent(resource.spec().live().source(), this::open) : hub;
    TableKey key = new TableKey(database.name(), resource.schema(), resource.table());
    return new RawTable(resource, database, names(key, database));
  }

  private static boolean web(Resource resource) {
    return resource.live() && resource.spec().live().rest() != null;
  }

  private RestTable.Service service(Resource resource) {
    String source = resource.spec().live().source();
    return (path, maxBytes, within) -> sources.find(source, path, maxBytes, within);
  }

  /** A table that is not there yet is looked for again next time. */
  private TableNames names(TableKey key, SourceDatabase database) {
    TableNames known = names.get(key);
    if (known == null) {
      known = TableNames.find(database, key.schema(), key.table());
      if (known.known()) {
        names.put(key, known);
      }
    }
    return known;
  }

  private SourceDatabase open(String source) {
    return new SourceDatabase(
        source,
        sources.product(source),
        () -> sources.jdbc(source),
        zone,
        () -> sources.failed(source));
  }

  /** As this, but a source that is down is taken to spell its names as its product would. */
  SourceDatabases guessing() {
    return resource -> {
      try {
        return table(resource);
      } catch (ProblemException down) {
        if (!down.problem().code().equals(HubProblem.SOURCE_UNREACHABLE.code())) {
          throw down;
        }
        SourceDatabase database = live.computeIfAbsent(resource.spec().live().source(), this::open);
        return new RawTable(
            resource, database, TableNames.folded(database, resource.schema(), resource.table()));
      }
    };
  }

  /** For finding out what SQL reads, also of sources that are down or not applied yet. */
  SourceDatabases declared(DefinitionView view) {
    Map<String, SourceDatabase> known = new ConcurrentHashMap<>();
    return resource -> {
      if (web(resource)) {
        return new RawTable(resource, new RestTable(resource, service(resource)));
      }
      SourceDatabase database =
          resource.live()
              ? known.computeIfAbsent(resource.spec().live().source(), name -> declared(name, view))
              : hub;
      return new RawTable(
          resource, database, TableNames.folded(database, resource.schema(), resource.table()));
    };
  }

  private SourceDatabase declared(String source, DefinitionView view) {
    String product =
        view.find(SourceSpec.class, source)
            .map(Definition::spec)
            .map(HubDatabases::product)
            .orElse("unknown");
    return new SourceDatabase(source, product, () -> noPool(source), zone);
  }

  /** The tables through the Trino that the definitions declare, if they do. */
  Optional<SourceDatabases> trino(DefinitionView view) {
    return handOver(view, this);
  }

  /** As {@link #declared}, through Trino. */
  Optional<SourceDatabases> declaredTrino(DefinitionView view) {
    return handOver(view, declared(view));
  }

  private Optional<SourceDatabases> handOver(DefinitionView view, SourceDatabases local) {
    return view.all(SourceSpec.class).stream()
        .filter(source -> source.spec().jdbc() != null)
        .filter(source -> source.spec().jdbc().trinoCatalogs() != null)
        .findFirst()
        .map(
            source ->
                new TrinoDatabases(
                    local,
                    new SourceDatabase(
                        source.name(),
                        "trino",
                        () -> sources.jdbc(source.name()),
                        zone,
                        () -> sources.failed(source.name())),
                    source.spec().jdbc().trinoCatalogs()));
  }

  private static String product(SourceSpec source) {
    if (source.jdbc() == null) {
      return source.file() == null ? "unknown" : "duckdb";
    }
    String[] parts = source.jdbc().url().split(":", 3);
    return parts.length < 2 ? "unknown" : parts[1];
  }

  private static javax.sql.DataSource noPool(String source) {
    throw noData(source);
  }

  private static ProblemException noData(String source) {
    return HubProblem.SOURCE_UNREACHABLE.problem("the source " + source + " is not applied yet");
  }
}
