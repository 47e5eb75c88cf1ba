package io.tongban.hub.outbound;

import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubProblem;
import io.tongban.hub.HubSettings;
import io.tongban.hub.HubVariables;
import io.tongban.hub.Nearest;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceHealth;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.Sources;
import io.tongban.hub.jdbc.SourceDrivers;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Departments' systems as their Source definitions describe them. */
@ApplicationScoped
class GuardedSources implements Sources {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
  private final Definitions definitions;
  private final HubVariables variables;
  private final boolean loopbackAllowed;
  private final JdbcSources databases;
  private final FileSources folders;
  private final SourceGates gates;

  @Inject
  GuardedSources(
      Definitions definitions, HubVariables variables, HubSettings settings, Clock clock) {
    this.definitions = definitions;
    this.variables = variables;
    this.loopbackAllowed = settings.exampleHub();
    this.gates = new SourceGates(clock);
    this.folders = new FileSources(settings.dataDirectory());
    this.databases =
        new JdbcSources(
            this::definition,
            this::expand,
            gates,
            new SourceDrivers(settings.dataDirectory().resolve(FileSources.DRIVERS)),
            this::tables);
  }

  private Definition<SourceSpec> definition(String source) {
    return definitions
        .find(SourceSpec.class, source)
        .orElseThrow(() -> unknown("there is no source \"" + source + "\"", source));
  }

  private ProblemException unknown(String what, String source) {
    List<String> known = definitions.all(SourceSpec.class).stream().map(Definition::name).toList();
    return HubProblem.DEFINITION_UNKNOWN.problem(
        what + "; " + Nearest.fix(String.valueOf(source), known, "sources"));
  }

  @Override
  public DataSource jdbc(String source) {
    return databases.dataSource(source);
  }

  @Override
  public String product(String source) {
    return databases.product(source);
  }

  @Override
  public InputStream get(String source, String path, long maxBytes) {
    return web(source).get(path, maxBytes);
  }

  @Override
  public Optional<InputStream> find(String source, String path, long maxBytes, Duration within) {
    return web(source).within(within).find(path, maxBytes);
  }

  @Override
  public InputStream post(
      String source, String path, String contentType, byte[] body, long maxBytes, Duration within) {
    return web(source).within(within).post(path, contentType, body, maxBytes);
  }

  @Override
  public Reply send(
      String source, String path, String contentType, byte[] body, int maxBytes, Duration within) {
    return web(source).within(within).send(path, contentType, body, maxBytes);
  }

  @Override
  public Reply exchange(
      String source, String path, String contentType, byte[] body, int maxBytes, Duration within) {
    return web(source).within(within).exchange(path, contentType, body, maxBytes);
  }

  private HttpSources web(String source) {
    Definition<SourceSpec> definition = definition(source);
    SourceSpec.HttpSource http = definition.spec().http();
    if (http == null) {
      throw unknown("the source \"" + source + "\" is no web service", source);
    }
    var target = new HttpTarget(source, expand(http.url()), http, loopbackAllowed);
    return new HttpSources(source, target, gates.gate(definition));
  }

  @Override
  public void failed(String source) {
    definitions
        .find(SourceSpec.class, source)
        .filter(
            definition -> definition.spec().file() == null || definition.spec().file().queried())
        .ifPresent(definition -> gates.gate(definition).failed());
  }

  @Override
  public List<SourceHealth> health() {
    return definitions.all(SourceSpec.class).stream()
        .map(gates::health)
        .sorted(Comparator.comparing(SourceHealth::source))
        .toList();
  }

  private FileTables tables(String source) {
    return FileTables.find(source, directory(source), definition(source).spec().file().tables());
  }

  @Override
  public Path directory(String source) {
    SourceSpec.FileSource file = definition(source).spec().file();
    if (file == null) {
      throw unknown("the source \"" + source + "\" is no folder", source);
    }
    return folders.directory(source, expand(file.directory()));
  }

  @Override
  public String expand(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
  }

  private String value(String name) {
    return variables
        .find(name)
        .orElseThrow(
            () ->
                HubProblem.DEFINITION_INVALID.problem(
                    "the variable ${" + name + "} has no value: set TONGBAN_VAR_" + name));
  }

  @PreDestroy
  void close() {
    databases.close();
  }
}
