package io.tongban.federation.calcite;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.tongban.access.AccessGrant;
import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.hub.test.TestHub;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * The federated three-source look-up against three hand-written JDBC look-ups on the same pools:
 * 200,000 rows a source, uniform random keys, row condition and mask active. Arguments: {@code h2}
 * or {@code postgres}. Prints both medians and their ratio.
 */
final class LookupBench {
  private static final int ROWS = 200_000;
  private static final int CALLS = 30_000;
  private static final String SQL =
      "SELECT p.id, p.name, j.employer, h.rooms FROM persons p JOIN jobs j ON j.person = p.id"
          + " JOIN homes h ON h.owner = p.id WHERE p.id = ?";

  private LookupBench() {}

  public static void main(String[] arguments) throws SQLException {
    boolean postgres = arguments.length > 0 && arguments[0].equals("postgres");
    Map<String, AgroalDataSource> pools = new LinkedHashMap<>();
    for (String name : List.of("hub", "labour", "housing")) {
      pools.put(name, pool(postgres));
    }
    fill(pools);
    try (Departments departments =
        Departments.on(
            name ->
                new SourceDatabase(
                    name, postgres ? "postgresql" : "h2", () -> pools.get(name), ZoneOffset.UTC))) {
      measure(departments, pools);
    }
  }

  private static AgroalDataSource pool(boolean postgres) throws SQLException {
    String url =
        postgres
            ? TestHub.postgresUrl()
            : "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(8)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url))));
  }

  private static void fill(Map<String, AgroalDataSource> pools) throws SQLException {
    load(
        pools.get("hub"),
        "CREATE SCHEMA records",
        "CREATE TABLE records.persons_v1 (_key VARCHAR(40) PRIMARY KEY, id VARCHAR(40), name"
            + " VARCHAR(100), region VARCHAR(10), seq BIGINT, born DATE)",
        "CREATE INDEX ON records.persons_v1 (id)",
        "INSERT INTO records.persons_v1 VALUES (?, ?, 'Somebody', '31', 1, DATE '1980-01-01')",
        2);
    load(
        pools.get("labour"),
        null,
        "CREATE TABLE employment (person VARCHAR(40), firm_name VARCHAR(100), wage NUMERIC(12, 2),"
            + " region VARCHAR(10))",
        "CREATE INDEX ON employment (person)",
        "INSERT INTO employment VALUES (?, 'Firm', 1000, '31')",
        1);
    load(
        pools.get("housing"),
        null,
        "CREATE TABLE dwelling (owner VARCHAR(40), address VARCHAR(100), rooms INTEGER)",
        "CREATE INDEX ON dwelling (owner)",
        "INSERT INTO dwelling VALUES (?, 'High Street', 3)",
        1);
  }

  private static void load(
      AgroalDataSource pool, String schema, String table, String index, String insert, int keys)
      throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      if (schema != null) {
        statement.execute(schema);
      }
      statement.execute(table);
      connection.setAutoCommit(false);
      try (var rows = connection.prepareStatement(insert)) {
        for (int i = 0; i < ROWS; i++) {
          for (int k = 1; k <= keys; k++) {
            rows.setString(k, "p" + i);
          }
          rows.addBatch();
          if (i % 1000 == 999) {
            rows.executeBatch();
          }
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute(
          connection.getMetaData().getDatabaseProductName().equals("H2")
              ? index.replace("INDEX ON", "INDEX by_key ON")
              : index);
      statement.execute("ANALYZE");
    }
  }

  private static void measure(Departments departments, Map<String, AgroalDataSource> pools)
      throws SQLException {
    Map<String, ResourceGrant> terms = new LinkedHashMap<>(departments.everything());
    RowCondition region = new RowCondition("region = :region", Map.of("region", "31"));
    terms.put(
        "persons", departments.terms("persons", Map.of("name", new Mask.Partial(1, 1)), region));
    terms.put("jobs", departments.terms("jobs", Map.of(), region));
    CompiledQuery query = departments.compile(SQL, terms);
    AccessGrant grant = Departments.grant(terms);
    long[] federated = new long[CALLS];
    long[] byHand = new long[CALLS];
    Random random = new Random(7);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < CALLS; i++) {
        String key = "p" + random.nextInt(ROWS);
        // a key of its own: the rows of the other would still be in the processor's caches
        String another = "p" + random.nextInt(ROWS);
        long start = System.nanoTime();
        var rows =
            departments
                .engine()
                .run(query, new Object[] {key}, grant, new QueryEngine.Limits(100, 10));
        String digest = query.results().of(rows.rows());
        long middle = System.nanoTime();
        String found = byHand(pools, another);
        long end = System.nanoTime();
        if (rows.rows().size() != 1 || digest.isEmpty() || found == null) {
          throw new IllegalStateException("nothing found for " + key);
        }
        federated[i] = middle - start;
        byHand[i] = end - middle;
      }
      print(federated, byHand);
    }
  }

  private static String byHand(Map<String, AgroalDataSource> pools, String key)
      throws SQLException {
    return one(
            pools.get("hub"),
            "SELECT id, name, _key FROM records.persons_v1 WHERE region = ? AND id = ?",
            "31",
            key)
        + one(
            pools.get("labour"),
            "SELECT person, firm_name FROM employment WHERE region = ? AND person = ?",
            "31",
            key)
        + one(pools.get("housing"), "SELECT owner, rooms FROM dwelling WHERE owner = ?", key);
  }

  private static String one(AgroalDataSource pool, String sql, String... values)
      throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (var result = statement.executeQuery()) {
        return result.next() ? result.getString(1) + result.getString(2) : null;
      }
    }
  }

  private static void print(long[] federated, long[] byHand) {
    long f = median(federated);
    long h = median(byHand);
    System.out.printf(
        "federated p50 %.1f us, by hand p50 %.1f us, lookup_ratio %.2f%n",
        f / 1e3, h / 1e3, (double) f / h);
  }

  private static long median(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
