package io.tongban.connectors.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Keeps runs and quarantined rows. */
@ApplicationScoped
public class RunStore {
  private static final TypeReference<Map<String, Map<String, Long>>> LOOKUPS =
      new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, String>> ROW = new TypeReference<>() {};

  private final Jdbi jdbi;

  @Inject
  public RunStore(Database database) {
    database.migrate("connectors");
    this.jdbi = database.jdbi();
  }

  /** Notes that a run is about to begin, unless it is noted already. */
  public void begin(UUID id, String connector, String resource, Instant started) {
    if (find(id).isPresent()) {
      return;
    }
    try {
      jdbi.useHandle(
          h ->
              h.createUpdate(
                      "INSERT INTO connectors.run (id, connector, resource, state, started)"
                          + " VALUES (:id, :connector, :resource, 'RUNNING', :started)")
                  .bind("id", id)
                  .bind("connector", connector)
                  .bind("resource", resource)
                  .bind("started", started)
                  .execute());
    } catch (UnableToExecuteStatementException e) {
      // who submits a run and who works it off may note it at once: once is enough
      if (find(id).isEmpty()) {
        throw e;
      }
    }
  }

  /** Notes what a run reads, and forgets what an interrupted attempt of it left. */
  public void reading(UUID id, String inputName, String inputDigest) {
    jdbi.useTransaction(
        h -> {
          h.createUpdate("DELETE FROM connectors.quarantine WHERE run = :id")
              .bind("id", id)
              .execute();
          h.createUpdate(
                  "UPDATE connectors.run SET state = 'RUNNING', input_name = :name,"
                      + " input_digest = :digest WHERE id = :id")
              .bind("id", id)
              .bind("name", inputName)
              .bind("digest", inputDigest)
              .execute();
        });
  }

  /** Stores how a run ended. */
  public void end(Run run) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "UPDATE connectors.run SET state = :state, ended = :ended, rows_read = :read,"
                        + " filtered = :filtered, accepted = :accepted, unchanged = :unchanged,"
                        + " quarantined = :quarantined, deleted = :deleted, lookups = :lookups,"
                        + " input_name = :name, input_digest = :digest, problem = :problem,"
                        + " receipt_id = CAST(:receipt AS UUID) WHERE id = :id")
                .bind("id", run.id())
                .bind("state", run.state().name())
                .bind("ended", run.ended())
                .bind("read", run.read())
                .bind("filtered", run.filtered())
                .bind("accepted", run.accepted())
                .bind("unchanged", run.unchanged())
                .bind("quarantined", run.quarantined())
                .bind("deleted", run.deleted())
                .bind("lookups", json(run.lookups()))
                .bind("name", run.inputName())
                .bind("digest", run.inputDigest())
                .bind("problem", run.problem())
                .bind("receipt", run.receiptId() == null ? null : run.receiptId().toString())
                .execute());
  }

  /** A run. */
  public Optional<Run> find(UUID id) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM connectors.run WHERE id = :id")
                .bind("id", id)
                .map(RunStore::run)
                .findOne());
  }

  /** Runs, newest first; of all connectors where connector is null. */
  public List<Run> newest(String connector, int limit) {
    String where = connector == null ? "" : " WHERE connector = :connector";
    return jdbi.withHandle(
        h -> {
          var query =
              h.createQuery(
                  "SELECT * FROM connectors.run"
                      + where
                      + " ORDER BY started DESC, id DESC LIMIT :limit");
          if (connector != null) {
            query.bind("connector", connector);
          }
          return query.bind("limit", limit).map(RunStore::run).list();
        });
  }

  /** Adds rows to the quarantine. */
  public void quarantine(List<QuarantinedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbi.useTransaction(
        h -> {
          PreparedBatch batch =
              h.prepareBatch(
                  "INSERT INTO connectors.quarantine (run, row_number, reason, item, message,"
                      + " source) VALUES (:run, :row, :reason, :item, :message, :source)");
          for (QuarantinedRow row : rows) {
            batch
                .bind("run", row.run())
                .bind("row", row.row())
                .bind("reason", row.reason())
                .bind("item", row.item())
                .bind("message", row.message())
                .bind("source", json(row.source()))
                .add();
          }
          batch.execute();
        });
  }

  /** Empties a run's quarantine. */
  public void clearQuarantine(UUID run) {
    jdbi.useHandle(
        h ->
            h.createUpdate("DELETE FROM connectors.quarantine WHERE run = :run")
                .bind("run", run)
                .execute());
  }

  /** A run's quarantined rows after a row number, in order. */
  public List<QuarantinedRow> quarantine(UUID run, long afterRow, int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "SELECT * FROM connectors.quarantine WHERE run = :run AND row_number > :after"
                        + " ORDER BY row_number LIMIT :limit")
                .bind("run", run)
                .bind("after", afterRow)
                .bind("limit", limit)
                .map(RunStore::quarantined)
                .list());
  }

  /** How many rows of a run's quarantine have which reason. */
  public Map<String, Long> reasons(UUID run) {
    return jdbi.withHandle(
        h -> {
          Map<String, Long> reasons = new LinkedHashMap<>();
          h.createQuery(
                  "SELECT reason, count(*) AS n FROM connectors.quarantine WHERE run = :run"
                      + " GROUP BY reason ORDER BY reason")
              .bind("run", run)
              .map((row, context) -> Map.entry(row.getString("reason"), row.getLong("n")))
              .forEach(e -> reasons.put(e.getKey(), e.getValue()));
          return reasons;
        });
  }

  /**
   * Keeps what the crosswalks of a connector did not know in its newest run, in the place of what
   * they did not know before.
   *
   * @param unmatched rows by crosswalk, then key
   */
  public void unmatched(UUID run, String connector, Map<String, Map<String, Long>> unmatched) {
    jdbi.useTransaction(
        h -> {
          h.createUpdate("DELETE FROM connectors.unmatched WHERE connector = :connector")
              .bind("connector", connector)
              .execute();
          PreparedBatch batch =
              h.prepareBatch(
                  "INSERT INTO connectors.unmatched (connector, crosswalk, source_key, row_count,"
                      + " run) VALUES (:connector, :crosswalk, :key, :rows, :run)");
          unmatched.forEach(
              (crosswalk, keys) ->
                  keys.forEach(
                      (key, rows) ->
                          batch
                              .bind("connector", connector)
                              .bind("crosswalk", crosswalk)
                              .bind("key", key)
                              .bind("rows", rows)
                              .bind("run", run)
                              .add()));
          if (batch.size() > 0) {
            batch.execute();
          }
        });
  }

  /** Rows by key that a crosswalk does not know, of all connectors, most rows first. */
  public Map<String, Long> unmatched(String crosswalk, int limit) {
    return jdbi.withHandle(
        h -> {
          Map<String, Long> keys = new LinkedHashMap<>();
          h.createQuery(
                  "SELECT source_key, CAST(sum(row_count) AS BIGINT) AS n FROM"
                      + " connectors.unmatched WHERE crosswalk = :crosswalk GROUP BY source_key"
                      + " ORDER BY n DESC, source_key LIMIT :limit")
              .bind("crosswalk", crosswalk)
              .bind("limit", limit)
              .map((row, context) -> Map.entry(row.getString("source_key"), row.getLong("n")))
              .forEach(e -> keys.put(e.getKey(), e.getValue()));
          return keys;
        });
  }

  /** Forgets keys that a crosswalk now knows. */
  public void matched(String crosswalk, List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "DELETE FROM connectors.unmatched WHERE crosswalk = :crosswalk AND source_key"
                        + " IN (<keys>)")
                .bind("crosswalk", crosswalk)
                .bindList("keys", keys)
                .execute());
  }

  private static Run run(ResultSet row, StatementContext context) throws SQLException {
    String lookups = row.getString("lookups");
    return new Run(
        row.getObject("id", UUID.class),
        row.getString("connector"),
        row.getString("resource"),
        RunState.valueOf(row.getString("state")),
        instant(row, "started"),
        instant(row, "ended"),
        row.getLong("rows_read"),
        row.getLong("filtered"),
        row.getLong("accepted"),
        row.getLong("unchanged"),
        row.getLong("quarantined"),
        row.getLong("deleted"),
        lookups == null ? Map.of() : parse(lookups, LOOKUPS),
        row.getString("input_name"),
        row.getString("input_digest"),
        row.getString("problem"),
        row.getObject("receipt_id", UUID.class));
  }

  private static QuarantinedRow quarantined(ResultSet row, StatementContext context)
      throws SQLException {
    return new QuarantinedRow(
        row.getObject("run", UUID.class),
        row.getLong("row_number"),
        row.getString("reason"),
        row.getString("item"),
        row.getString("message"),
        parse(row.getString("source"), ROW));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static String json(Object value) {
    try {
      return CanonicalJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written as JSON", e);
    }
  }

  private static <T> T parse(String json, TypeReference<T> type) {
    try {
      return CanonicalJson.mapper().readValue(json.getBytes(StandardCharsets.UTF_8), type);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("a stored run does not parse", e);
    }
  }
}
