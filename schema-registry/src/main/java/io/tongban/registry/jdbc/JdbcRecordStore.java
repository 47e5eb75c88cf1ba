package io.tongban.registry.jdbc;

import io.tongban.hub.Database;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.registry.RecordStore;
import io.tongban.registry.RegistryProblem;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.directory.Binding;
import io.tongban.registry.directory.RecordTable;
import io.tongban.registry.directory.RecordTables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Standard records in the hub's database. */
@ApplicationScoped
class JdbcRecordStore implements RecordStore {
  private final Database database;
  private final Definitions definitions;
  private final RecordTables tables;
  private final Clock clock;

  @Inject
  JdbcRecordStore(Database database, Definitions definitions, RecordTables tables, Clock clock) {
    this.database = database;
    this.definitions = definitions;
    this.tables = tables;
    this.clock = clock;
    database.migrate("registry");
  }

  @Override
  public Load open(String resource, UUID run, Mode mode) {
    return RecordLoad.begin(database, table(resource), run, mode, clock.instant());
  }

  @Override
  public long count(String resource) {
    String sql = "SELECT COUNT(*) FROM " + JdbcRecordTables.qualified(table(resource));
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
  }

  @Override
  public Optional<Origin> origin(String resource, String key) {
    String sql =
        "SELECT \"_run\", \"_row\", \"_hash\" FROM "
            + JdbcRecordTables.qualified(table(resource))
            + " WHERE \"_key\" = ?";
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(sql)
                    .bind(0, key)
                    .map((row, context) -> origin(resource, key, row))
                    .findOne());
  }

  private static Origin origin(String resource, String key, ResultSet row) throws SQLException {
    return new Origin(
        resource, key, row.getObject(1, UUID.class), row.getLong(2), row.getString(3));
  }

  @Override
  public List<Change> changes(String resource, long after, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT sequence, resource, record_key, outcome, deleted, run, changed_at"
                            + " FROM registry.change WHERE resource = ? AND sequence > ?"
                            + " ORDER BY sequence FETCH FIRST ? ROWS ONLY")
                    .bind(0, resource)
                    .bind(1, after)
                    .bind(2, limit)
                    .map((row, context) -> change(row))
                    .list());
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getLong("sequence"),
        row.getString("resource"),
        row.getString("record_key"),
        Outcome.valueOf(row.getString("outcome")),
        row.getBoolean("deleted"),
        row.getObject("run", UUID.class),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }

  /** The table of a stored resource; there, even if its definition came before this database. */
  private RecordTable table(String resource) {
    Definition<ResourceSpec> definition =
        definitions
            .find(ResourceSpec.class, resource)
            .orElseThrow(
                () ->
                    RegistryProblem.RESOURCE_UNKNOWN.problem(
                        "there is no resource \"" + resource + "\""));
    if (definition.spec().live() != null) {
      throw RegistryProblem.RESOURCE_LIVE.problem(
          "the resource \""
              + resource
              + "\" is queried live from the source "
              + definition.spec().live().source());
    }
    RecordTable table =
        Binding.of(definition, definitions)
            .map(Binding::table)
            .orElseThrow(
                () ->
                    RegistryProblem.RESOURCE_UNKNOWN.problem(
                        "the resource \"" + resource + "\" has a data element that is missing"));
    tables.ensure(table);
    return table;
  }
}
