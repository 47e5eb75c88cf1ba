package io.tongban.registry.jdbc;

import static io.tongban.registry.naming.SqlNames.quoted;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.registry.RegistryProblem;
import io.tongban.registry.directory.RecordTable;
import io.tongban.registry.directory.RecordTables;
import io.tongban.registry.naming.SqlNames;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tables of standard records in the hub's database. */
@ApplicationScoped
class JdbcRecordTables implements RecordTables {
  private final Database database;
  private final Clock clock;
  private final Map<String, RecordTable> ensured = new ConcurrentHashMap<>();

  @Inject
  JdbcRecordTables(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    database.migrate("registry");
  }

  @Override
  public synchronized void ensure(RecordTable table) {
    if (table.equals(ensured.get(table.name()))) {
      return;
    }
    try (Connection connection = database.dataSource().getConnection()) {
      make(connection, table);
    } catch (SQLException e) {
      throw SqlFailure.of("making the table of " + table.resource(), e);
    }
    ensured.put(table.name(), table);
  }

  private void make(Connection connection, RecordTable table) throws SQLException {
    execute(connection, createTable(table));
    complete(connection, table);
    for (List<String> columns : table.indexes()) {
      execute(
          connection,
          "CREATE INDEX IF NOT EXISTS %s ON %s (%s)"
              .formatted(quoted(indexName(table, columns)), qualified(table), list(columns)));
    }
    register(connection, table);
  }

  private String createTable(RecordTable table) {
    return """
    CREATE TABLE IF NOT EXISTS %s (
      "_key" %s PRIMARY KEY,
      "_run" UUID NOT NULL,
      "_row" BIGINT NOT NULL,
      "_hash" CHAR(64) NOT NULL,
      "_digest" UUID NOT NULL)"""
        .formatted(qualified(table), ColumnTypes.text(database.dialect()));
  }

  private void complete(Connection connection, RecordTable table) throws SQLException {
    Map<String, RecordTable.Field> wanted =
        table.fields().stream()
            .collect(Collectors.toMap(RecordTable.Field::name, Function.identity()));
    Set<String> right = new HashSet<>();
    Set<String> other = new HashSet<>();
    try (ResultSet columns =
        connection.getMetaData().getColumns(null, RecordTable.SCHEMA, pattern(table), null)) {
      while (columns.next()) {
        RecordTable.Field field = wanted.get(columns.getString("COLUMN_NAME"));
        if (field != null) {
          boolean holds =
              ColumnTypes.holds(
                  field, columns.getInt("DATA_TYPE"), columns.getInt("DECIMAL_DIGITS"));
          (holds ? right : other).add(field.name());
        }
      }
    }
    for (RecordTable.Field field : table.fields()) {
      if (other.contains(field.name())) {
        removeEmpty(connection, table, field.name());
      }
      if (!right.contains(field.name())) {
        execute(
            connection,
            "ALTER TABLE %s ADD COLUMN %s %s"
                .formatted(
                    qualified(table),
                    quoted(field.name()),
                    ColumnTypes.of(field, database.dialect())));
      }
    }
  }

  /** In the driver's patterns an underscore stands for any character. */
  private static String pattern(RecordTable table) {
    return table.name().replace("_", "\\_");
  }

  /** A set of definitions that was refused late may have left a column that never held a value. */
  private static void removeEmpty(Connection connection, RecordTable table, String column)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet filled =
            statement.executeQuery(
                "SELECT 1 FROM %s WHERE %s IS NOT NULL FETCH FIRST 1 ROW ONLY"
                    .formatted(qualified(table), quoted(column)))) {
      if (filled.next()) {
        throw RegistryProblem.TABLE_MISMATCH.problem(
            "the column " + column + " of the table " + table.name() + " has another type");
      }
    }
    execute(
        connection, "ALTER TABLE %s DROP COLUMN %s".formatted(qualified(table), quoted(column)));
  }

  private void register(Connection connection, RecordTable table) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO registry.record_table (name, resource, major_version, created_at)"
                + " SELECT ?, ?, ?, ? WHERE NOT EXISTS"
                + " (SELECT 1 FROM registry.record_table WHERE name = ?)")) {
      insert.setString(1, table.name());
      insert.setString(2, table.resource());
      insert.setInt(3, table.majorVersion());
      insert.setObject(4, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      insert.setString(5, table.name());
      insert.executeUpdate();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Index names share one name space with tables, and longer ones would be cut off. */
  private static String indexName(RecordTable table, List<String> columns) {
    String name = "ix_" + table.name() + "__" + String.join("__", columns);
    if (name.length() <= SqlNames.MOST_CHARACTERS) {
      return name;
    }
    byte[] digest = CanonicalJson.sha256(name.getBytes(StandardCharsets.UTF_8));
    return "ix_" + HexFormat.of().formatHex(digest, 0, 16);
  }

  private static String list(List<String> columns) {
    return columns.stream().map(SqlNames::quoted).collect(Collectors.joining(", "));
  }

  static String qualified(RecordTable table) {
    return quoted(RecordTable.SCHEMA) + "." + quoted(table.name());
  }
}
