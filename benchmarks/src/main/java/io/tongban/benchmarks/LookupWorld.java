package io.tongban.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Three departments with a register of 200,000 rows in a database each, read by a fourth under an
 * agreement with a row condition and a mask; and batches of 50 cases that name people.
 *
 * @param urls JDBC URL by department
 */
record LookupWorld(Map<String, String> urls) {
  static final int ROWS = 200_000;
  static final int BATCH = 50;
  static final List<String> DEPARTMENTS = List.of("people", "tax", "social");
  static final String LOOKUP = "bench-lookup";
  static final String BATCHES = "bench-batch";
  private static final int BATCHES_KEPT = 2_000;

  /** The key of a row. */
  static String key(int i) {
    return String.format("K%017d", i);
  }

  /** The name of a batch of cases, chosen at random. */
  static String batch(Random random) {
    return "B" + random.nextInt(BATCHES_KEPT);
  }

  /** Fills the databases. */
  LookupWorld filled() throws SQLException {
    for (String department : DEPARTMENTS) {
      try (Connection connection = DriverManager.getConnection(urls.get(department))) {
        fill(connection, department);
      }
    }
    return this;
  }

  private static void fill(Connection connection, String department) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE t (id VARCHAR(18) PRIMARY KEY, name VARCHAR(60), region VARCHAR(6))");
      statement.execute("CREATE TABLE cases (batch VARCHAR(18), person VARCHAR(18))");
      statement.execute("CREATE INDEX cases_batch ON cases (batch)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t VALUES (?, ?, 'GB')")) {
        for (int i = 0; i < ROWS; i++) {
          row(insert, key(i), department + " of " + i, i);
        }
      }
      if (department.equals("tax")) {
        Random random = new Random(7);
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO cases VALUES (?, ?)")) {
          for (int i = 0; i < BATCHES_KEPT * BATCH; i++) {
            row(insert, "B" + i / BATCH, key(random.nextInt(ROWS)), i);
          }
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("ANALYZE");
    }
  }

  private static void row(PreparedStatement insert, String first, String second, int i)
      throws SQLException {
    insert.setString(1, first);
    insert.setString(2, second);
    insert.addBatch();
    if (i % 5_000 == 4_999) {
      insert.executeBatch();
    }
  }

  /**
   * The definitions of departments, agreement and services.
   *
   * @param jwk public key of the reading department's client
   */
  String definitions(String jwk) {
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
              jwks: {"keys": [%s]}
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
                bench-cases: {columns: [batch, person]}
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
            ---
            apiVersion: tongban.io/v1
            kind: DataService
            metadata: {name: bench-batch}
            spec:
              provider: bench-owner
              sql: |
                SELECT c.person, p.name
                FROM bench_cases c
                JOIN bench_people p ON p.id = c.person
                WHERE c.batch = :batch
              parameters: [{name: batch, type: STRING, required: true}]
            ---
            apiVersion: tongban.io/v1
            kind: Resource
            metadata: {name: bench-cases}
            spec:
              provider: bench-owner
              sharing: CONDITIONAL
              sharingCondition: measuring
              items:
                - {name: batch, element: bench-text, required: true}
                - {name: person, element: bench-id, required: true}
              key: [batch, person]
              live: {source: bench-tax, table: cases}
            """
                .formatted(jwk));
    for (String source : DEPARTMENTS) {
      yaml.append(
          """
          ---
          apiVersion: tongban.io/v1
          kind: Source
          metadata: {name: bench-%1$s}
          spec:
            department: bench-owner
            jdbc: {url: "%2$s"}
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
            live: {source: bench-%1$s, table: t}
          """
              .formatted(source, urls.get(source)));
    }
    return yaml.toString();
  }
}
