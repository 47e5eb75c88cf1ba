package io.tongban.access.jdbc;

import io.tongban.access.Correction;
import io.tongban.access.Correction.State;
import io.tongban.access.Outbox;
import io.tongban.access.corrections.CorrectionStore;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Corrections as rows; what names a record or a person is sealed to its row. */
@ApplicationScoped
class StoredCorrections implements CorrectionStore {
  private static final String SELECT =
      "SELECT c.id, c.resource, c.record_key, c.field, c.reason, c.provider, c.department,"
          + " c.purpose, c.requested, c.requested_entry, c.state, c.decided, c.decision,"
          + " c.decided_entry, p.uses, p.newest_use, p.acknowledged, p.acknowledged_entry"
          + " FROM access.correction_party p JOIN access.correction c ON c.id = p.correction"
          + " WHERE p.department = :department";

  private final Database database;
  private final Seal seal;
  private final SubjectNames names;
  private final Outbox outbox;

  @Inject
  StoredCorrections(Database database, Seal seal, SubjectNames names, Outbox outbox) {
    this.database = database;
    this.seal = seal;
    this.names = names;
    this.outbox = outbox;
    database.migrate("access");
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      UUID id,
      String resource,
      byte[] recordKey,
      String field,
      byte[] reason,
      String provider,
      String department,
      String purpose,
      Instant requested,
      UUID requestedEntry,
      String state,
      Instant decided,
      byte[] decision,
      UUID decidedEntry,
      long uses,
      UUID newestUse,
      Instant acknowledged,
      UUID acknowledgedEntry) {}

  @Override
  public void add(New correction, List<Party> parties, List<Outbox.Event> told) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              insert(handle, correction);
              parties.forEach(
                  party ->
                      handle.execute(
                          "INSERT INTO access.correction_party (department, correction, uses,"
                              + " newest_use) VALUES (?, ?, ?, ?)",
                          party.department(),
                          correction.id(),
                          party.uses(),
                          party.newestUse()));
              told.forEach(event -> outbox.tell(handle, event, correction.requested()));
            });
  }

  private void insert(Handle handle, New correction) {
    handle
        .createUpdate(
            "INSERT INTO access.correction (id, resource, subject, field, provider, client,"
                + " department, purpose, record_key, reason, case_reference, loaded, requested,"
                + " requested_entry, state) VALUES (:id, :resource, :subject, :field, :provider,"
                + " :client, :department, :purpose, :key, :reason, :case, CAST(:loaded AS UUID),"
                + " :requested, :entry, 'OPEN')")
        .bind("id", correction.id())
        .bind("resource", correction.resource())
        .bind("subject", correction.subject() == null ? null : names.of(correction.subject()))
        .bind("field", correction.field())
        .bind("provider", correction.provider())
        .bind("client", correction.client())
        .bind("department", correction.department())
        .bind("purpose", correction.purpose())
        .bind("key", sealed(correction.id(), "key", correction.key()))
        .bind("reason", sealed(correction.id(), "reason", correction.reason()))
        .bind("case", sealed(correction.id(), "case", correction.caseReference()))
        .bind("loaded", correction.loaded())
        .bind("requested", correction.requested())
        .bind("entry", correction.entry())
        .execute();
  }

  private byte[] sealed(UUID id, String what, String text) {
    return text == null
        ? null
        : seal.seal(context(id, what), text.getBytes(StandardCharsets.UTF_8));
  }

  private String opened(UUID id, String what, byte[] sealed) {
    return sealed == null
        ? null
        : new String(seal.open(context(id, what), sealed), StandardCharsets.UTF_8);
  }

  private static String context(UUID id, String what) {
    return "correction/" + id + "/" + what;
  }

  private Correction opened(Row row) {
    return new Correction(
        row.id(),
        row.resource(),
        opened(row.id(), "key", row.recordKey()),
        row.field(),
        opened(row.id(), "reason", row.reason()),
        row.provider(),
        row.department(),
        row.purpose(),
        row.requested(),
        row.requestedEntry(),
        State.valueOf(row.state()),
        row.decided(),
        opened(row.id(), "decision", row.decision()),
        row.decidedEntry(),
        row.uses(),
        row.newestUse(),
        row.acknowledged(),
        row.acknowledgedEntry());
  }

  @Override
  public Optional<Correction> find(UUID id, String department) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(SELECT + " AND c.id = :id")
                    .bind("department", department)
                    .bind("id", id)
                    .mapTo(Row.class)
                    .findOne())
        .map(this::opened);
  }

  @Override
  public List<Correction> of(String department, State state, UUID before, int limit) {
    List<Row> rows =
        database
            .jdbi()
            .withHandle(
                handle -> {
                  Query query =
                      handle
                          .createQuery(
                              SELECT
                                  + (state == null ? "" : " AND c.state = :state")
                                  + (before == null ? "" : " AND c.id < :before")
                                  + " ORDER BY c.id DESC LIMIT :limit")
                          .bind("department", department)
                          .bind("limit", limit);
                  if (state != null) {
                    query.bind("state", state.name());
                  }
                  if (before != null) {
                    query.bind("before", before);
                  }
                  return query.mapTo(Row.class).list();
                });
    return rows.stream().map(this::opened).toList();
  }

  @Override
  public Optional<UUID> loaded(UUID id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT loaded FROM access.correction WHERE id = :id"
                            + " AND loaded IS NOT NULL")
                    .bind("id", id)
                    .mapTo(UUID.class)
                    .findOne());
  }

  @Override
  public boolean acknowledge(UUID id, String department, Instant now, UUID entry) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "UPDATE access.correction_party SET acknowledged = ?,"
                            + " acknowledged_entry = ? WHERE correction = ? AND department = ?"
                            + " AND acknowledged IS NULL",
                        now,
                        entry,
                        id,
                        department))
        == 1;
  }

  @Override
  public boolean decide(
      UUID id, State state, String decision, Instant now, UUID entry, List<Outbox.Event> told) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              boolean first =
                  handle
                          .createUpdate(
                              "UPDATE access.correction SET state = :state, decided = :now,"
                                  + " decision = :decision, decided_entry = :entry WHERE id = :id"
                                  + " AND state = 'OPEN'")
                          .bind("state", state.name())
                          .bind("now", now)
                          .bind("decision", sealed(id, "decision", decision))
                          .bind("entry", entry)
                          .bind("id", id)
                          .execute()
                      == 1;
              if (first) {
                told.forEach(event -> outbox.tell(handle, event, now));
              }
              return first;
            });
  }

  @Override
  public List<String> departments(UUID id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT department FROM access.correction_party WHERE correction = :id"
                            + " ORDER BY department")
                    .bind("id", id)
                    .mapTo(String.class)
                    .list());
  }
}
