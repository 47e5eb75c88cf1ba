package io.tongban.benchmarks;

import io.tongban.hub.test.TestHub;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * TPC-H's tables split over the PostgreSQL databases of three departments, and its 22 queries as
 * report services for a reader who may see everything.
 *
 * @param urls JDBC URL by department
 */
record TpchWorld(Map<String, String> urls) {
  static final Map<String, List<TpchTable<?>>> DEPARTMENTS =
      Map.of(
          "sales", List.of(TpchTable.LINE_ITEM, TpchTable.ORDERS),
          "clients", List.of(TpchTable.CUSTOMER, TpchTable.NATION, TpchTable.REGION),
          "goods", List.of(TpchTable.PART, TpchTable.SUPPLIER, TpchTable.PART_SUPPLIER));
  static final int QUERIES = 22;

  private static final Map<String, String> KEYS =
      Map.of(
          "lineitem", "l_orderkey, l_linenumber",
          "orders", "o_orderkey",
          "customer", "c_custkey",
          "nation", "n_nationkey",
          "region", "r_regionkey",
          "part", "p_partkey",
          "supplier", "s_suppkey",
          "partsupp", "ps_partkey, ps_suppkey");

  /** Q15 as the specification writes it without a view. */
  private static final String Q15 =
      """
      WITH revenue AS (
        SELECT l_suppkey AS supplier_no, SUM(l_extendedprice * (1 - l_discount)) AS total_revenue
        FROM lineitem
        WHERE l_shipdate >= DATE '1996-01-01' AND l_shipdate < DATE '1996-04-01'
        GROUP BY l_suppkey)
      SELECT s_suppkey, s_name, s_address, s_phone, total_revenue
      FROM supplier, revenue
      WHERE s_suppkey = supplier_no
        AND total_revenue = (SELECT MAX(total_revenue) FROM revenue)
      ORDER BY s_suppkey
      """;

  static TpchWorld onPostgres(double scale) throws SQLException {
    Map<String, String> urls = new LinkedHashMap<>();
    for (String department : DEPARTMENTS.keySet()) {
      urls.put(department, TestHub.postgresUrl());
      try (Connection connection = DriverManager.getConnection(urls.get(department));
          Statement statement = connection.createStatement()) {
        for (TpchTable<?> table : DEPARTMENTS.get(department)) {
          fill(connection, statement, table, scale);
        }
        statement.execute("ANALYZE");
      }
    }
    return new TpchWorld(urls);
  }

  private static <E extends TpchEntity> void fill(
      Connection connection, Statement statement, TpchTable<E> table, double scale)
      throws SQLException {
    String columns =
        table.getColumns().stream()
            .map(column -> column.getColumnName() + " " + sqlType(column))
            .collect(Collectors.joining(", "));
    String name = table.getTableName();
    statement.execute("CREATE TABLE " + name + " (" + columns + ")");
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + name + " FROM STDIN (DELIMITER '|')");
    for (E row : table.createGenerator(scale, 1, 1)) {
      String line = row.toLine();
      byte[] bytes = (line.substring(0, line.length() - 1) + '\n').getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(bytes, 0, bytes.length);
    }
    copy.endCopy();
    statement.execute("ALTER TABLE " + name + " ADD PRIMARY KEY (" + KEYS.get(name) + ")");
  }

  private static String sqlType(TpchColumn<?> column) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER, INTEGER -> "BIGINT";
      case DOUBLE -> "NUMERIC(15, 2)";
      case DATE -> "DATE";
      default -> "VARCHAR(" + column.getType().getPrecision().orElse(200L) + ")";
    };
  }

  private static String element(TpchColumn<?> column) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER, INTEGER -> "tpch-number";
      case DOUBLE -> "tpch-amount";
      case DATE -> "tpch-day";
      default -> "tpch-text";
    };
  }

  /** The text of a query, as the library that generates the data has it. */
  static String query(int number) throws IOException {
    if (number == 15) {
      return Q15;
    }
    String resource = "/io/trino/tpch/queries/q" + number + ".sql";
    try (InputStream text = TpchTable.class.getResourceAsStream(resource)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("(?m)^--.*$", "")
          .replace(";", "")
          // Trino's own functions, in standard SQL
          .replaceAll("(?i)\\bdate\\(('[0-9-]+')\\)", "DATE $1")
          .replaceAll("(?i)\\bsubstr\\b", "SUBSTRING")
          // a reserved word in standard SQL, and Q11's name for a column
          .replaceAll("\\bvalue\\b", "\"value\"")
          .strip();
    }
  }

  /** Departments, resources and an agreement over all of them. */
  String definitions() {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: tongban.io/v1
            kind: Department
            metadata: {name: tpch-reader}
            spec: {region: GB}
            ---
            apiVersion: tongban.io/v1
            kind: Purpose
            metadata: {name: tpch}
            spec: {description: {en: measuring}}
            ---
            apiVersion: tongban.io/v1
            kind: Client
            metadata: {name: tpch}
            spec:
              department: tpch-reader
              jwks: {"keys": [%s]}
            """
                .formatted(Lookups.JWK));
    Map.of("number", "INTEGER", "amount", "DECIMAL", "day", "DATE", "text", "STRING")
        .forEach((name, type) -> yaml.append(dataElement(name, type)));
    StringBuilder granted = new StringBuilder();
    DEPARTMENTS.forEach(
        (department, tables) -> {
          yaml.append(source(department));
          tables.forEach(
              table -> {
                yaml.append(resource(department, table));
                granted.append(
                    "\n    %s: {columns: [%s]}".formatted(table.getTableName(), columns(table)));
              });
        });
    return yaml.append(
            """
            ---
            apiVersion: tongban.io/v1
            kind: SharingAgreement
            metadata: {name: tpch}
            spec:
              recipient: tpch-reader
              purposes: [tpch]
              from: 2026-01-01
              to: 2026-12-31
              resources:%s
            """
                .formatted(granted))
        .toString();
  }

  private static String dataElement(String name, String type) {
    return """
    ---
    apiVersion: tongban.io/v1
    kind: DataElement
    metadata: {name: tpch-%s}
    spec: {definition: {en: a value}, type: %s}
    """
        .formatted(name, type);
  }

  private String source(String department) {
    return """
    ---
    apiVersion: tongban.io/v1
    kind: Department
    metadata: {name: tpch-%1$s}
    spec: {region: GB}
    ---
    apiVersion: tongban.io/v1
    kind: Source
    metadata: {name: tpch-%1$s}
    spec: {department: tpch-%1$s, jdbc: {url: "%2$s", timeoutSeconds: 300}}
    """
        .formatted(department, urls.get(department));
  }

  private static String columns(TpchTable<?> table) {
    return table.getColumns().stream()
        .map(TpchColumn::getColumnName)
        .collect(Collectors.joining(", "));
  }

  private static String resource(String department, TpchTable<?> table) {
    String items =
        table.getColumns().stream()
            .map(
                column ->
                    "\n    - {name: %s, element: %s, required: true}"
                        .formatted(column.getColumnName(), element(column)))
            .collect(Collectors.joining());
    String name = table.getTableName();
    return """
    ---
    apiVersion: tongban.io/v1
    kind: Resource
    metadata: {name: %1$s}
    spec:
      provider: tpch-%2$s
      sharing: CONDITIONAL
      sharingCondition: measuring
      items:%3$s
      key: [%4$s]
      live: {source: tpch-%2$s, table: %1$s}
    """
        .formatted(name, department, items, KEYS.get(name));
  }

  /** One query as a report service. */
  static String service(int number) throws IOException {
    return """
    apiVersion: tongban.io/v1
    kind: DataService
    metadata: {name: tpch-q%d}
    spec:
      provider: tpch-sales
      report: {maxRows: 100000, maxSeconds: 300}
      sql: |
        %s
    """
        .formatted(number, query(number).replaceAll("\\R", "\n    "));
  }
}
