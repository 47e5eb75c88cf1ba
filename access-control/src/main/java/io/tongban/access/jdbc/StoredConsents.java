package io.tongban.access.jdbc;

import io.tongban.access.Consent;
import io.tongban.access.judge.ConsentStore;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Consents as rows, persons under {@linkplain SubjectNames keyed digests}. */
@ApplicationScoped
class StoredConsents implements ConsentStore {
  private static final String SELECT =
      "SELECT id, subject, recipient, client, purpose, attributes, requested, until, given,"
          + " declined, withdrawn, requested_entry, given_entry, declined_entry, withdrawn_entry"
          + " FROM access.consent WHERE ";
  private static final String GIVEN_FOR =
      SELECT
          + "subject = :subject AND recipient = :recipient AND purpose = :purpose"
          + " AND given IS NOT NULL";

  private final Database database;
  private final SubjectNames names;

  @Inject
  StoredConsents(Database database, SubjectNames names) {
    this.database = database;
    this.names = names;
    database.migrate("access");
  }

  private record Row(
      UUID id,
      String subject,
      String recipient,
      String client,
      String purpose,
      String attributes,
      Instant requested,
      Instant until,
      Instant given,
      Instant declined,
      Instant withdrawn,
      UUID requestedEntry,
      UUID givenEntry,
      UUID declinedEntry,
      UUID withdrawnEntry) {
    Consent consent() {
      return new Consent(
          id,
          recipient,
          client,
          purpose,
          List.of(attributes.split(" ")),
          requested,
          until,
          given,
          declined,
          withdrawn,
          requestedEntry,
          givenEntry,
          declinedEntry,
          withdrawnEntry);
    }

    boolean isFor(String name) {
      return subject == null || subject.equals(name);
    }
  }

  @Override
  public void add(Consent consent, String subject) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "INSERT INTO access.consent (id, subject, recipient, client, purpose,"
                            + " attributes, requested, until, requested_entry) VALUES (:id,"
                            + " :subject, :recipient, :client, :purpose, :attributes, :requested,"
                            + " :until, :requestedEntry)")
                    .bind("id", consent.id())
                    .bind("subject", subject == null ? null : names.of(subject))
                    .bind("recipient", consent.recipient())
                    .bind("client", consent.client())
                    .bind("purpose", consent.purpose())
                    .bind("attributes", String.join(" ", consent.attributes()))
                    .bind("requested", consent.requested())
                    .bind("until", consent.until())
                    .bind("requestedEntry", consent.requestedEntry())
                    .execute());
  }

  @Override
  public Optional<Consent> find(UUID id) {
    return database.jdbi().withHandle(handle -> row(handle, id, "")).map(Row::consent);
  }

  @Override
  public Optional<Consent> find(UUID id, String subject) {
    String name = names.of(subject);
    return database
        .jdbi()
        .withHandle(handle -> row(handle, id, ""))
        .filter(row -> row.isFor(name))
        .map(Row::consent);
  }

  private static Optional<Row> row(Handle handle, UUID id, String lock) {
    return handle.createQuery(SELECT + "id = :id" + lock).bind("id", id).mapTo(Row.class).findOne();
  }

  @Override
  public List<Consent> list(String subject, UUID before, int limit) {
    String sql =
        SELECT
            + "subject = :subject"
            + (before == null ? "" : " AND id < :before")
            + " ORDER BY id DESC FETCH FIRST :limit ROWS ONLY";
    return database
        .jdbi()
        .withHandle(
            handle -> {
              Query query =
                  handle.createQuery(sql).bind("subject", names.of(subject)).bind("limit", limit);
              return consents(before == null ? query : query.bind("before", before));
            });
  }

  @Override
  public List<Consent> given(String subject, String recipient, String purpose, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                consents(
                    use(
                            handle,
                            " ORDER BY until DESC, id DESC FETCH FIRST :limit ROWS ONLY",
                            subject,
                            recipient,
                            purpose)
                        .bind("limit", limit)));
  }

  @Override
  public List<Consent> inForce(String subject, String recipient, String purpose, Instant now) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                consents(
                    use(
                            handle,
                            " AND withdrawn IS NULL AND until > :now ORDER BY until DESC, id DESC",
                            subject,
                            recipient,
                            purpose)
                        .bind("now", now)));
  }

  private Query use(Handle handle, String more, String subject, String recipient, String purpose) {
    return handle
        .createQuery(GIVEN_FOR + more)
        .bind("subject", names.of(subject))
        .bind("recipient", recipient)
        .bind("purpose", purpose);
  }

  private static List<Consent> consents(Query query) {
    return query.mapTo(Row.class).list().stream().map(Row::consent).toList();
  }

  @Override
  public Optional<Consent> change(UUID id, String subject, UnaryOperator<Consent> change) {
    String name = names.of(subject);
    return database
        .jdbi()
        .inTransaction(
            handle ->
                row(handle, id, " FOR UPDATE")
                    .filter(row -> row.isFor(name))
                    .map(row -> changed(handle, row.consent(), name, change)));
  }

  private static Consent changed(
      Handle handle, Consent consent, String name, UnaryOperator<Consent> change) {
    Consent changed = change.apply(consent);
    if (changed != consent) {
      handle
          .createUpdate(
              "UPDATE access.consent SET subject = :subject, given = :given, declined = :declined,"
                  + " withdrawn = :withdrawn, given_entry = CAST(:givenEntry AS UUID),"
                  + " declined_entry = CAST(:declinedEntry AS UUID),"
                  + " withdrawn_entry = CAST(:withdrawnEntry AS UUID) WHERE id = :id")
          .bind("subject", name)
          .bindByType("given", changed.given(), Instant.class)
          .bindByType("declined", changed.declined(), Instant.class)
          .bindByType("withdrawn", changed.withdrawn(), Instant.class)
          .bindByType("givenEntry", changed.givenEntry(), UUID.class)
          .bindByType("declinedEntry", changed.declinedEntry(), UUID.class)
          .bindByType("withdrawnEntry", changed.withdrawnEntry(), UUID.class)
          .bind("id", consent.id())
          .execute();
    }
    return changed;
  }
}
