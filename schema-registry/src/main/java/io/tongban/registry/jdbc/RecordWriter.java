package io.tongban.registry.jdbc;

import static io.tongban.registry.naming.SqlNames.quoted;

import io.tongban.hub.Dialect;
import io.tongban.registry.directory.RecordTable;
import io.tongban.registry.naming.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes new and changed records and the change feed within a load's transaction: by COPY on
 * PostgreSQL (changed records by way of a temporary table), in batches on H2.
 */
final class RecordWriter implements AutoCloseable {
  private static final String CHANGED = "tongban_changed_records";
  private static final String FEED =
      "registry.change (resource, record_key, outcome, deleted, run, changed_at)";

  private final Connection connection;
  private final RecordTable table;
  private final List<String> columns;
  private final boolean copies;
  private final RowSink inserts;
  private final RowSink changes;
  private final RowSink deletes;
  private RowSink updates;

  RecordWriter(Connection connection, Dialect dialect, RecordTable table) throws SQLException {
    this.connection = connection;
    this.table = table;
    this.copies = dialect == Dialect.POSTGRESQL;
    // the key comes last, as it stands in an UPDATE's condition
    this.columns = new ArrayList<>();
    table.fields().forEach(field -> columns.add(field.name()));
    Collections.addAll(columns, "_run", "_row", "_hash", "_digest", "_key");
    this.inserts =
        rows(JdbcRecordTables.qualified(table) + " (" + list(columns) + ")", columns.size());
    this.changes = rows(FEED, 6);
    this.deletes =
        new BatchSink(
            connection, "DELETE FROM " + JdbcRecordTables.qualified(table) + " WHERE \"_key\" = ?");
  }

  private RowSink rows(String target, int width) throws SQLException {
    return copies ? new CopySink(connection, target) : new InsertSink(connection, target, width);
  }

  /**
   * @param row the values of the table's fields, then run, row, hash, digest, key
   */
  void insert(Object[] row) throws SQLException {
    inserts.add(row);
  }

  /**
   * @param row as for {@link #insert}
   */
  void update(Object[] row) throws SQLException {
    if (updates == null) {
      updates = updates();
    }
    updates.add(row);
  }

  void delete(String key) throws SQLException {
    deletes.add(new Object[] {key});
  }

  /**
   * @param row resource, key, outcome, deleted, run, moment
   */
  void change(Object[] row) throws SQLException {
    changes.add(row);
  }

  /** Sends everything. */
  void finish() throws SQLException {
    inserts.flush();
    if (updates != null) {
      updates.flush();
      if (copies) {
        merge();
      }
    }
    deletes.flush();
    changes.flush();
  }

  private RowSink updates() throws SQLException {
    if (copies) {
      execute(
          "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS SELECT %s FROM %s WITH NO DATA"
              .formatted(CHANGED, list(columns), JdbcRecordTables.qualified(table)));
      return new CopySink(connection, CHANGED + " (" + list(columns) + ")");
    }
    String assignments =
        columns.stream()
            .filter(column -> !column.equals("_key"))
            .map(column -> quoted(column) + " = ?")
            .collect(Collectors.joining(", "));
    return new BatchSink(
        connection,
        "UPDATE "
            + JdbcRecordTables.qualified(table)
            + " SET "
            + assignments
            + " WHERE \"_key\" = ?");
  }

  private void merge() throws SQLException {
    String assignments =
        columns.stream()
            .filter(column -> !column.equals("_key"))
            .map(column -> quoted(column) + " = c." + quoted(column))
            .collect(Collectors.joining(", "));
    execute(
        "UPDATE %s AS r SET %s FROM %s AS c WHERE r.\"_key\" = c.\"_key\""
            .formatted(JdbcRecordTables.qualified(table), assignments, CHANGED));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String list(List<String> columns) {
    return columns.stream().map(SqlNames::quoted).collect(Collectors.joining(", "));
  }

  @Override
  public void close() throws SQLException {
    inserts.close();
    changes.close();
    deletes.close();
    if (updates != null) {
      updates.close();
    }
  }
}
