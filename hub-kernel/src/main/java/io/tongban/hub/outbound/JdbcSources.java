package io.tongban.hub.outbound;

import io.tongban.hub.Definition;
import io.tongban.hub.HubProblem;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.SourceSpec.JdbcSource;
import io.tongban.hub.jdbc.SourceDrivers;
import io.tongban.hub.jdbc.SourcePool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The pools of JDBC sources, each made at first use and again when its definition changed. */
final class JdbcSources {
  private static final int DEFAULT_SECONDS = 10;
  private final Function<String, Definition<SourceSpec>> definitions;
  private final UnaryOperator<String> expand;
  private final SourceGates gates;
  private final SourceDrivers drivers;
  private final Function<String, FileTables> files;
  private final Map<String, Pooled> pools = new ConcurrentHashMap<>();

  /**
   * Pools of sources.
   *
   * @param definitions gives a source's definition, or throws the problem that there is none
   * @param expand fills in variables
   * @param gates what every use goes through
   * @param drivers of their databases
   * @param files finds the tables of a file source as they are now
   */
  JdbcSources(
      Function<String, Definition<SourceSpec>> definitions,
      UnaryOperator<String> expand,
      SourceGates gates,
      SourceDrivers drivers,
      Function<String, FileTables> files) {
    this.definitions = definitions;
    this.expand = expand;
    this.gates = gates;
    this.drivers = drivers;
    this.files = files;
  }

  /**
   * @param state of what it was made from
   */
  private record Pooled(String state, SourceGate gate, SourcePool pool) {}

  DataSource dataSource(String source) {
    product(source);
    return new SourceDataSource(this, source);
  }

  String product(String source) {
    SourceSpec spec = definitions.apply(source).spec();
    return SourcePool.product(
        queried(spec) ? FileTables.URL : expand.apply(jdbc(source, spec).url()));
  }

  private static boolean queried(SourceSpec spec) {
    return spec.file() != null && spec.file().queried();
  }

  private static JdbcSource jdbc(String source, SourceSpec spec) {
    JdbcSource jdbc = spec.jdbc();
    if (jdbc == null) {
      throw HubProblem.DEFINITION_UNKNOWN.problem("the source \"" + source + "\" is no database");
    }
    return jdbc;
  }

  Connection connection(String source) {
    Pooled pooled = pool(source);
    pooled.gate().enter();
    try {
      return pooled.pool().connection();
    } catch (SQLException e) {
      pooled.gate().refused();
      throw unreachable(source, e);
    } catch (RuntimeException e) {
      pooled.gate().refused();
      throw e;
    }
  }

  private Pooled pool(String source) {
    Definition<SourceSpec> definition = definitions.apply(source);
    FileTables tables = queried(definition.spec()) ? files.apply(source) : null;
    String state = definition.digest() + (tables == null ? "" : tables.state());
    Pooled known = pools.get(source);
    if (known != null && known.state().equals(state)) {
      return known;
    }
    return pools.compute(source, (name, before) -> renew(before, definition, tables, state));
  }

  private Pooled renew(
      Pooled before, Definition<SourceSpec> definition, FileTables tables, String state) {
    if (before != null && before.state().equals(state)) {
      return before;
    }
    SourceGate gate = gates.gate(definition);
    SourcePool.Target target = tables == null ? target(definition) : target(tables);
    SourcePool pool = open(definition.name(), target, gate);
    if (before != null) {
      before.pool().retire();
    }
    return new Pooled(state, gate, pool);
  }

  private static SourcePool.Target target(FileTables tables) {
    return new SourcePool.Target(
        FileTables.URL,
        null,
        null,
        FileTables.CONNECTIONS,
        Duration.ofSeconds(DEFAULT_SECONDS),
        tables::prepare);
  }

  private SourcePool.Target target(Definition<SourceSpec> definition) {
    JdbcSource jdbc = jdbc(definition.name(), definition.spec());
    String url = expand.apply(jdbc.url());
    JdbcUrlGuard.check(definition.name(), url);
    return new SourcePool.Target(
        url,
        optional(jdbc.user()),
        optional(jdbc.password()),
        Objects.requireNonNullElse(jdbc.maxConnections(), SourceGates.DEFAULT_PLACES),
        Duration.ofSeconds(Objects.requireNonNullElse(jdbc.timeoutSeconds(), DEFAULT_SECONDS)));
  }

  private SourcePool open(String source, SourcePool.Target target, SourceGate gate) {
    try {
      return SourcePool.open(target, drivers.driver(source, target.url()), gate::left);
    } catch (SQLException e) {
      throw unreachable(source, e);
    }
  }

  private String optional(String value) {
    return value == null ? null : expand.apply(value);
  }

  /** Drivers put URLs and user names into their messages, so only the state is told. */
  private static RuntimeException unreachable(String source, SQLException e) {
    String state = e.getSQLState() == null ? "no SQL state" : "SQL state " + e.getSQLState();
    return HubProblem.SOURCE_UNREACHABLE
        .problem(
            "no connection to the database of the source \"" + source + "\" (" + state + ")", e)
        .with("source", source);
  }

  void close() {
    pools.values().forEach(pooled -> pooled.pool().close());
    pools.clear();
  }
}
