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
  private final Map<String, Pooled> pools = new ConcurrentHashMap<>();

  /**
   * Pools of sources.
   *
   * @param definitions gives a source's definition, or throws the problem that there is none
   * @param expand fills in variables
   * @param gates what every use goes through
   * @param drivers of their databases
   */
  JdbcSources(
      Function<String, Definition<SourceSpec>> definitions,
      UnaryOperator<String> expand,
      SourceGates gates,
      SourceDrivers drivers) {
    this.definitions = definitions;
    this.expand = expand;
    this.gates = gates;
    this.drivers = drivers;
  }

  private record Pooled(String digest, SourceGate gate, SourcePool pool) {}

  DataSource dataSource(String source) {
    Objects.requireNonNull(jdbc(source));
    return new SourceDataSource(this, source);
  }

  String product(String source) {
    return SourcePool.product(expand.apply(jdbc(source).url()));
  }

  private JdbcSource jdbc(String source) {
    JdbcSource jdbc = definitions.apply(source).spec().jdbc();
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
    Pooled known = pools.get(source);
    if (known != null && known.digest().equals(definition.digest())) {
      return known;
    }
    return pools.compute(source, (name, before) -> renew(name, before, definition));
  }

  private Pooled renew(String source, Pooled before, Definition<SourceSpec> definition) {
    if (before != null && before.digest().equals(definition.digest())) {
      return before;
    }
    SourceGate gate = gates.gate(definition);
    SourcePool pool = open(source, gate);
    if (before != null) {
      before.pool().retire();
    }
    return new Pooled(definition.digest(), gate, pool);
  }

  private SourcePool open(String source, SourceGate gate) {
    JdbcSource jdbc = jdbc(source);
    String url = expand.apply(jdbc.url());
    JdbcUrlGuard.check(source, url);
    try {
      return SourcePool.open(
          new SourcePool.Target(
              url,
              optional(jdbc.user()),
              optional(jdbc.password()),
              Objects.requireNonNullElse(jdbc.maxConnections(), SourceGates.DEFAULT_PLACES),
              Duration.ofSeconds(
                  Objects.requireNonNullElse(jdbc.timeoutSeconds(), DEFAULT_SECONDS))),
          drivers.driver(source, url),
          gate::left);
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
