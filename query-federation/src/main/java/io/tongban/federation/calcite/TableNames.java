package io.tongban.federation.calcite;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The names of one table as its database spells them.
 *
 * @param path schema (if any) and table
 * @param columns spelling by lower-case name; empty where the database was not asked or has no such
 *     table
 * @param rows how many rows the database thinks it has, or -1 if it does not say
 */
record TableNames(List<String> path, Map<String, String> columns, double rows) {

  /**
   * Asks the database about this one table. A table that is not there gets the spelling its product
   * would use, and is reported when it is read.
   *
   * @throws io.tongban.hub.ProblemException if the database cannot be reached
   */
  static TableNames find(SourceDatabase database, String schema, String table) {
    try (Connection connection = database.connection()) {
      for (String schemaName : spellings(schema)) {
        for (String tableName : spellings(table)) {
          Map<String, String> columns =
              columns(database.product(), connection, schemaName, tableName);
          if (!columns.isEmpty()) {
            return new TableNames(
                path(schemaName, tableName),
                columns,
                TableSizes.rows(connection, database, schemaName, tableName));
          }
        }
      }
    } catch (SQLException down) {
      throw SourceFaults.unreachable(database, down);
    }
    return folded(database, schema, table);
  }

  /** Whether the database knows the table. */
  boolean known() {
    return !columns.isEmpty();
  }

  /** The product's own spelling, without asking. */
  static TableNames folded(SourceDatabase database, String schema, String table) {
    return new TableNames(
        path(schema == null ? null : database.fold(schema), database.fold(table)), Map.of(), -1);
  }

  private static List<String> path(String schema, String table) {
    return schema == null ? List.of(table) : List.of(schema, table);
  }

  private static Set<String> spellings(String name) {
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(name);
    if (name != null) {
      spellings.add(name.toUpperCase(Locale.ROOT));
      spellings.add(name.toLowerCase(Locale.ROOT));
    }
    return spellings;
  }

  private static Map<String, String> columns(
      Product product, Connection connection, String schema, String table) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    String escape = metadata.getSearchStringEscape();
    Map<String, String> columns = new HashMap<>();
    String catalogue = connection.getCatalog();
    String inSchema = null;
    if (product.schemasAreCatalogues()) {
      catalogue = schema == null ? catalogue : schema;
    } else {
      inSchema = schema == null ? connection.getSchema() : schema;
    }
    try (ResultSet found =
        metadata.getColumns(catalogue, literal(inSchema, escape), literal(table, escape), null)) {
      while (found.next()) {
        String column = found.getString("COLUMN_NAME");
        columns.merge(column.toLowerCase(Locale.ROOT), column, (first, second) -> first);
      }
    }
    return columns;
  }

  private static String literal(String name, String escape) {
    return name == null ? null : name.replace("_", escape + "_").replace("%", escape + "%");
  }

  /** A column as the database spells it. */
  String column(String name, SourceDatabase database) {
    String known = columns.get(name.toLowerCase(Locale.ROOT));
    return known == null ? database.fold(name) : known;
  }
}
