package io.tongban.benchmarks;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.federation.Federation;
import io.tongban.hub.Sources;
import io.tongban.hub.test.TestHub;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;

/**
 * A federated look-up over three sources of 200,000 rows against three hand-written JDBC look-ups
 * on the same pools, turn by turn in one run.
 */
final class LookupBench {
  private static final int ROWS = 200_000;
  private static final String[] SOURCES = {"people", "tax", "social"};

  private LookupBench() {}

  static void run(Report report, boolean quick) throws SQLException {
    for (String source : SOURCES) {
      fill(source);
    }
    try (TestHub hub = TestHub.onH2()) {
      hub.apply(DEFINITIONS);
      Federation federation = hub.get(Federation.class);
      Judge judge = hub.get(Judge.class);
      Lookup federated = new Federated(federation, judge);
      Lookup byHand = new ByHand(hub.get(Sources.class));
      int rounds = quick ? 12 : 30;
      int perRound = quick ? 2_000 : 5_000;
      double[] federatedMicros = new double[rounds];
      double[] byHandMicros = new double[rounds];
      Random random = new Random(42);
      round(federated, random, 4 * perRound);
      round(byHand, random, 4 * perRound);
      for (int i = 0; i < rounds; i++) {
        federatedMicros[i] = round(federated, random, perRound);
        byHandMicros[i] = round(byHand, random, perRound);
      }
      double[] ratios = new double[rounds];
      Arrays.setAll(ratios, i -> federatedMicros[i] / byHandMicros[i]);
      report.ceiling("lookup_ratio", median(ratios), "ratio", 1.8);
      report.figure("lookup_federated_us", median(federatedMicros), "us");
      report.figure("lookup_by_hand_us", median(byHandMicros), "us");
    }
  }

  private static double round(Lookup lookup, Random random, int count) throws SQLException {
    lookup.begin();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      String key = key(random.nextInt(ROWS));
      if (!lookup.find(key)) {
        throw new IllegalStateException("no row of key " + key);
      }
    }
    return (System.nanoTime() - start) / 1e3 / count;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String key(int i) {
    return String.format("K%017d", i);
  }

  /** One way to look up. */
  private interface Lookup {
    default void begin() {}

    boolean find(String key) throws SQLException;
  }

  private static final class Federated implements Lookup {
    private static final Actor ACTOR = new Actor("bench", "bench-reader", "GB");
    private final Federation federation;
    private final Judge judge;
    private AccessGrant grant;

    Federated(Federation federation, Judge judge) {
      this.federation = federation;
      this.judge = judge;
    }

    @Override
    public void begin() {
      grant =
          judge.grant(
              new AccessRequest(
                  ACTOR,
                  Action.CALL,
                  "bench-lookup",
                  federation.reads("bench-lookup"),
                  "bench",
                  null));
    }

    @Override
    public boolean find(String key) {
      return federation.run(grant, "bench-lookup", Map.of("id", key)).rows().size() == 1;
    }
  }

  private static final class ByHand implements Lookup {
    private final DataSource[] pools = new DataSource[SOURCES.length];

    ByHand(Sources sources) {
      Arrays.setAll(pools, i -> sources.jdbc("bench-" + SOURCES[i]));
    }

    @Override
    public boolean find(String key) throws SQLException {
      boolean found = true;
      for (DataSource pool : pools) {
        try (Connection connection = pool.getConnection();
            PreparedStatement select =
                connection.prepareStatement(
                    "SELECT ID, NAME, REGION FROM T WHERE ID = ? AND REGION = ?")) {
          select.setString(1, key);
          select.setString(2, "GB");
          try (ResultSet row = select.executeQuery()) {
            found &= row.next() && row.getString(2) != null && row.getString(3) != null;
          }
        }
      }
      return found;
    }
  }

  private static void fill(String source) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:h2:mem:bench-" + source + ";DB_CLOSE_DELAY=-1", "sa", "sa")) {
      try (var statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE T (ID VARCHAR(18) PRIMARY KEY, NAME VARCHAR(60), REGION VARCHAR(6))");
      }
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO T VALUES (?, ?, 'GB')")) {
        for (int i = 0; i < ROWS; i++) {
          insert.setString(1, key(i));
          insert.setString(2, source + " of " + i);
          insert.addBatch();
          if (i % 5_000 == 4_999) {
            insert.executeBatch();
          }
        }
      }
      connection.commit();
    }
  }

  private static final String DEFINITIONS = definitions();

  private static String definitions() {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: tongban.io/v1
            kind: Department
            metadata: {name: bench-owner}
            spec: {region: GB}
            ---
            apiVersion: tongban.io/v1
            kind: Department
            metadata: {name: bench-reader}
            spec: {region: GB}
            ---
            apiVersion: tongban.io/v1
            kind: DataElement
            metadata: {name: bench-id}
            spec: {definition: {en: a key}, type: STRING, format: an18}
            ---
            apiVersion: tongban.io/v1
            kind: DataElement
            metadata: {name: bench-text}
            spec: {definition: {en: a text}, type: STRING, format: an..60}
            ---
            apiVersion: tongban.io/v1
            kind: Purpose
            metadata: {name: bench}
            spec: {description: {en: measuring}}
            ---
            apiVersion: tongban.io/v1
            kind: Client
            metadata: {name: bench}
            spec:
              department: bench-reader
              jwks: {keys: [{kty: EC, crv: P-256, kid: b, x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
            ---
            apiVersion: tongban.io/v1
            kind: SharingAgreement
            metadata: {name: bench}
            spec:
              recipient: bench-reader
              purposes: [bench]
              from: 2026-01-01
              to: 2026-12-31
              resources:
                bench-people: {columns: [id, name, region], masks: {name: "partial(2,0)"}, rows: "region = :region"}
                bench-tax: {columns: [id, name, region], masks: {name: "partial(2,0)"}, rows: "region = :region"}
                bench-social: {columns: [id, name, region], masks: {name: "partial(2,0)"}, rows: "region = :region"}
            ---
            apiVersion: tongban.io/v1
            kind: DataService
            metadata: {name: bench-lookup}
            spec:
              provider: bench-owner
              sql: |
                SELECT p.id, p.name, t.name AS tax, s.name AS social
                FROM bench_people p
                JOIN bench_tax t ON t.id = p.id
                JOIN bench_social s ON s.id = p.id
                WHERE p.id = :id
              parameters: [{name: id, type: STRING, required: true}]
            """);
    for (String source : SOURCES) {
      yaml.append(
          """
          ---
          apiVersion: tongban.io/v1
          kind: Source
          metadata: {name: bench-%1$s}
          spec:
            department: bench-owner
            jdbc: {url: "jdbc:h2:mem:bench-%1$s", user: sa, password: sa}
          ---
          apiVersion: tongban.io/v1
          kind: Resource
          metadata: {name: bench-%1$s}
          spec:
            provider: bench-owner
            sharing: CONDITIONAL
            sharingCondition: measuring
            items:
              - {name: id, element: bench-id, required: true}
              - {name: name, element: bench-text}
              - {name: region, element: bench-text}
            key: [id]
            live: {source: bench-%1$s, table: T, columns: {id: ID, name: NAME, region: REGION}}
          """
              .formatted(source));
    }
    return yaml.toString();
  }
}
