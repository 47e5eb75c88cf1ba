package io.tongban.federation.calcite;

import io.tongban.access.AccessGrant;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.hub.Label;
import io.tongban.hub.test.TestHub;
import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.SharingType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Three departments with a database each: persons in the hub's own, jobs and homes queried live,
 * with column names of their own.
 */
final class Departments implements AutoCloseable {
  private final Map<String, SourceDatabase> databases = new HashMap<>();
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final Map<Resource, TableNames> names = new HashMap<>();
  private final Deadlines deadlines = new Deadlines();
  private final QueryEngine engine =
      new QueryEngine(
          Clock.fixed(Instant.parse("2026-01-15T08:00:00Z"), ZoneOffset.UTC),
          deadlines,
          new HubMasks(new SomeKeys()));
  private final QueryCompiler compiler = new QueryCompiler(this::table);

  static Departments on(Maker maker) {
    return new Departments(maker);
  }

  static Departments onH2() {
    return new Departments(Departments::h2);
  }

  static Departments onPostgres() {
    return new Departments(Departments::postgres);
  }

  /** Makes a database. */
  interface Maker {
    SourceDatabase make(String name);
  }

  private Departments(Maker maker) {
    for (String name : List.of("hub", "labour", "housing")) {
      databases.put(name, maker.make(name));
    }
    add(
        resource(
            "persons",
            null,
            List.of(
                column("id", DataType.STRING, true),
                column("name", DataType.STRING, false),
                column("region", DataType.STRING, false),
                column("seq", DataType.INTEGER, false),
                column("born", DataType.DATE, false)),
            "records",
            "persons_v1"));
    add(
        resource(
            "jobs",
            new ResourceSpec.Live("labour", null, "employment", Map.of("employer", "firm_name")),
            List.of(
                column("person", DataType.STRING, true),
                column("employer", DataType.STRING, true),
                column("wage", DataType.DECIMAL, false),
                column("region", DataType.STRING, false)),
            null,
            "employment"));
    add(
        resource(
            "homes",
            new ResourceSpec.Live("housing", null, "dwelling", Map.of()),
            List.of(
                column("owner", DataType.STRING, true),
                column("address", DataType.STRING, false),
                column("rooms", DataType.INTEGER, false)),
            null,
            "dwelling"));
  }

  static SourceDatabase h2(String name) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return new SourceDatabase(name, "h2", () -> source, ZoneOffset.UTC);
  }

  static SourceDatabase postgres(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(TestHub.postgresUrl());
    return new SourceDatabase(name, "postgresql", () -> source, ZoneOffset.UTC);
  }

  static Column column(String name, DataType type, boolean key) {
    return new Column(name, name, type, 0, key, key, false, new Label(name, name));
  }

  static Resource resource(
      String name, ResourceSpec.Live live, List<Column> columns, String schema, String table) {
    List<String> key = columns.stream().filter(Column::key).map(Column::name).toList();
    ResourceSpec spec =
        new ResourceSpec(
            null,
            "agency",
            null,
            null,
            null,
            SharingType.CONDITIONAL,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            1,
            List.of(),
            key,
            null,
            null,
            live,
            null);
    return new Resource(name, new Label(name, name), 1, spec, columns, schema, table);
  }

  private void add(Resource resource) {
    resources.put(resource.name(), resource);
  }

  /** Makes the tables and their rows. */
  Departments filled(int persons) {
    run("hub", "CREATE SCHEMA records");
    run(
        "hub",
        "CREATE TABLE records.persons_v1 (_key VARCHAR(40) PRIMARY KEY, id VARCHAR(40), name"
            + " VARCHAR(100), region VARCHAR(10), seq BIGINT, born DATE)");
    run(
        "labour",
        "CREATE TABLE employment (person VARCHAR(40), firm_name VARCHAR(100), wage NUMERIC(12, 2),"
            + " region VARCHAR(10))");
    run(
        "housing",
        "CREATE TABLE dwelling (owner VARCHAR(40), address VARCHAR(100), rooms INTEGER)");
    for (int i = 0; i < persons; i++) {
      run(
          "hub",
          "INSERT INTO records.persons_v1 VALUES ('p%d', 'p%d', '%s', '%s', %d, DATE '19%02d-0%d-15')"
              .formatted(i, i, name(i), region(i), i, 50 + i % 50, 1 + i % 9));
      run(
          "labour",
          "INSERT INTO employment VALUES ('p%d', '%s', %d.50, '%s')"
              .formatted(i, employer(i), 1000 + i % 7, region(i)));
      if (i % 2 == 0) {
        run(
            "housing",
            "INSERT INTO dwelling VALUES ('p%d', '%d High Street', %s)"
                .formatted(i, i % 6, rooms(i)));
      }
    }
    return this;
  }

  static String region(int i) {
    return i % 3 == 0 ? "31" : "11";
  }

  static String name(int i) {
    return i % 5 == 0 ? "王小明" + i : "Person" + i % 7;
  }

  static String employer(int i) {
    return i % 4 == 0 ? "市监局" : "Firm " + i % 5;
  }

  static String rooms(int i) {
    return i % 5 == 0 ? "NULL" : String.valueOf(i % 4);
  }

  /**
   * The grant the tests use: persons and jobs of the caller's region only, names masked in part,
   * days of birth cut to the year, addresses replaced, wages not granted.
   */
  Map<String, ResourceGrant> policy(String region) {
    Map<String, ResourceGrant> terms = new LinkedHashMap<>();
    RowCondition rows = new RowCondition("region = :region", Map.of("region", region));
    terms.put(
        "persons",
        terms("persons", Map.of("name", new Mask.Partial(1, 1), "born", new Mask.Year()), rows));
    terms.put("jobs", new ResourceGrant(Set.of("person", "employer", "region"), Map.of(), rows));
    terms.put(
        "homes", terms("homes", Map.of("address", new Mask.Constant("***")), RowCondition.ALL));
    return terms;
  }

  void run(String database, String sql) {
    try (Connection connection = databases.get(database).connection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  SourceDatabase database(String name) {
    return databases.get(name);
  }

  RawTable table(Resource resource) {
    SourceDatabase database =
        databases.get(resource.live() ? resource.spec().live().source() : "hub");
    return new RawTable(
        resource,
        database,
        names.computeIfAbsent(resource, r -> TableNames.find(database, r.schema(), r.table())));
  }

  Resource resource(String name) {
    return resources.get(name);
  }

  QueryEngine engine() {
    return engine;
  }

  QueryCompiler compiler() {
    return compiler;
  }

  /** All of every resource. */
  Map<String, ResourceGrant> everything() {
    return resources.values().stream()
        .collect(Collectors.toMap(Resource::name, resource -> all(resource.name())));
  }

  ResourceGrant all(String resource) {
    return terms(resource, Map.of(), RowCondition.ALL);
  }

  ResourceGrant terms(String resource, Map<String, Mask> masks, RowCondition rows) {
    Set<String> columns =
        resources.get(resource).columns().stream()
            .map(Column::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new ResourceGrant(columns, masks, rows);
  }

  CompiledQuery compile(String sql, Map<String, ResourceGrant> terms) {
    return compile(sql, terms, null);
  }

  /**
   * @param types the parameters', or null to infer them
   */
  CompiledQuery compile(String sql, Map<String, ResourceGrant> terms, List<DataType> types) {
    Map<Resource, ResourceGrant> read = new LinkedHashMap<>();
    terms.forEach((name, grant) -> read.put(resources.get(name), grant));
    return compiler.compile(sql, types, new Policies(read));
  }

  /** As {@link #compile}, for a Trino whose catalogues have the databases' names. */
  CompiledQuery handOver(
      String sql, Map<String, ResourceGrant> terms, SourceDatabase trino, List<DataType> types) {
    Map<Resource, ResourceGrant> read = new LinkedHashMap<>();
    terms.forEach((name, grant) -> read.put(resources.get(name), grant));
    Map<String, String> catalogs =
        Map.of("hub", "tongban_hub", "labour", "tongban_labour", "housing", "tongban_housing");
    return Engines.requireWhole(
        new QueryCompiler(new TrinoDatabases(this::table, trino, catalogs))
            .compile(sql, types, new Policies(read)));
  }

  QueryEngine.Rows query(String sql, Map<String, ResourceGrant> terms, Object... parameters) {
    return run(compile(sql, terms), terms, parameters);
  }

  /** Runs a compiled query, with parameters in the plan's form. */
  QueryEngine.Rows run(
      CompiledQuery query, Map<String, ResourceGrant> terms, Object... parameters) {
    return engine.run(query, parameters, grant(terms), new QueryEngine.Limits(1_000_000, 60));
  }

  static AccessGrant grant(Map<String, ResourceGrant> terms) {
    return new AccessGrant(
        UUID.randomUUID(),
        new Actor("client", "department", "31"),
        Action.QUERY,
        null,
        terms,
        "purpose",
        null,
        new AccessGrant.Basis("agreement", "a", "law"),
        0,
        Instant.MAX,
        "shape");
  }

  @Override
  public void close() {
    deadlines.stop();
  }
}
