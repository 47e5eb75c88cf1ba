package io.tongban.certificates.jdbc;

import io.tongban.certificates.Callbacks.Notice;
import io.tongban.certificates.Callbacks.State;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The outbox: what is to be told to departments' Callbacks. A notice is added with its presentation
 * and falls due in the transaction that ends it, so that neither is without the other.
 */
@ApplicationScoped
public class NoticeStore {
  private static final String SELECT =
      "SELECT presentation, id, callback, client, case_reference, outcome, ended, attempts"
          + " FROM certificates.presentation_notice";

  private final Database database;
  private final Sealer sealer;
  private final Ids ids;

  @Inject
  NoticeStore(Database database, Sealer sealer, Ids ids) {
    this.database = database;
    this.sealer = sealer;
    this.ids = ids;
    database.migrate("certificates");
  }

  /**
   * A notice whose presentation has ended.
   *
   * @param id the same at every try
   * @param caseReference sealed, or null
   * @param outcome how it ended: RECEIVED, REFUSED or EXPIRED
   * @param attempts this one included; who has another number has lost the notice
   */
  public record StoredNotice(
      UUID presentation,
      UUID id,
      String callback,
      String client,
      byte[] caseReference,
      String outcome,
      Instant ended,
      int attempts) {}

  /** Adds the notice of a presentation that begins. */
  void add(Handle handle, UUID presentation, String client, String callback, String reference) {
    handle
        .createUpdate(
            "INSERT INTO certificates.presentation_notice (presentation, id, callback, client,"
                + " case_reference, state) VALUES (:presentation, :id, :callback, :client, :case,"
                + " 'WAITING')")
        .bind("presentation", presentation)
        .bind("id", ids.next())
        .bind("callback", callback)
        .bind("client", client)
        .bind(
            "case",
            reference == null
                ? null
                : sealer.seal(context(presentation), reference.getBytes(StandardCharsets.UTF_8)))
        .execute();
  }

  /** A presentation has ended: its notice, if it has one, is due. */
  void ended(Handle handle, UUID presentation, String outcome, Instant now) {
    handle
        .createUpdate(
            "UPDATE certificates.presentation_notice SET state = 'PENDING', outcome = :outcome,"
                + " ended = :now, due = :now WHERE presentation = :presentation"
                + " AND state = 'WAITING'")
        .bind("outcome", outcome)
        .bind("now", now)
        .bind("presentation", presentation)
        .execute();
  }

  /** Presentations have expired: the notices of those that were not answered are due. */
  void expired(Handle handle, Instant now) {
    handle
        .createUpdate(
            "UPDATE certificates.presentation_notice SET state = 'PENDING', outcome = 'EXPIRED',"
                + " ended = :now, due = :now WHERE state = 'WAITING' AND presentation IN"
                + " (SELECT id FROM certificates.presentation WHERE state = 'EXPIRED')")
        .bind("now", now)
        .execute();
  }

  /** How the telling of a presentation stands; nothing where no Callback was named. */
  public Optional<Notice> of(UUID presentation) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT callback, state, attempts, due AS next, settled, error"
                            + " FROM certificates.presentation_notice"
                            + " WHERE presentation = :presentation")
                    .bind("presentation", presentation)
                    .mapTo(Notice.class)
                    .findOne());
  }

  /** The Callbacks that something is due for. */
  public List<String> due(Instant now) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT DISTINCT callback FROM certificates.presentation_notice"
                            + " WHERE due <= :now")
                    .bind("now", now)
                    .mapTo(String.class)
                    .list());
  }

  /**
   * Takes the Callback's notice that is due the longest; of several nodes one gets it.
   *
   * @param until when it is due again, should this node not say what became of it
   */
  public Optional<StoredNotice> take(String callback, Instant now, Instant until) {
    while (true) {
      Optional<StoredNotice> seen = first(callback, now);
      if (seen.isEmpty() || taken(seen.get(), until)) {
        return seen.map(NoticeStore::tried);
      }
    }
  }

  private Optional<StoredNotice> first(String callback, Instant now) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT
                            + " WHERE callback = :callback AND due <= :now"
                            + " ORDER BY due, presentation FETCH FIRST 1 ROWS ONLY")
                    .bind("callback", callback)
                    .bind("now", now)
                    .mapTo(StoredNotice.class)
                    .findOne());
  }

  private boolean taken(StoredNotice seen, Instant until) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createUpdate(
                            "UPDATE certificates.presentation_notice SET due = :until,"
                                + " attempts = attempts + 1 WHERE presentation = :presentation"
                                + " AND attempts = :attempts AND state = 'PENDING'")
                        .bind("until", until)
                        .bind("presentation", seen.presentation())
                        .bind("attempts", seen.attempts())
                        .execute())
        == 1;
  }

  private static StoredNotice tried(StoredNotice seen) {
    return new StoredNotice(
        seen.presentation(),
        seen.id(),
        seen.callback(),
        seen.client(),
        seen.caseReference(),
        seen.outcome(),
        seen.ended(),
        seen.attempts() + 1);
  }

  /** The case of a notice, or null. */
  public String caseReference(StoredNotice notice) {
    return notice.caseReference() == null
        ? null
        : new String(
            sealer.open(context(notice.presentation()), notice.caseReference()),
            StandardCharsets.UTF_8);
  }

  /** The receiver has it, also where another node took the notice meanwhile. */
  public void delivered(StoredNotice notice, Instant now) {
    settle(notice, State.DELIVERED, null, now, "");
  }

  /** The try failed, and there will be no other. */
  public void givenUp(StoredNotice notice, String error, Instant now) {
    settle(notice, State.GIVEN_UP, error, now, " AND attempts = :attempts");
  }

  private void settle(StoredNotice notice, State state, String error, Instant now, String only) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE certificates.presentation_notice SET state = :state,"
                            + " error = :error, settled = :now, due = NULL, case_reference = NULL"
                            + " WHERE presentation = :presentation AND state = 'PENDING'"
                            + only)
                    .bind("state", state.name())
                    .bind("error", error)
                    .bind("now", now)
                    .bind("presentation", notice.presentation())
                    .bind("attempts", notice.attempts())
                    .execute());
  }

  /** The try failed; it is due again then. */
  public void failed(StoredNotice notice, String error, Instant next) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE certificates.presentation_notice SET due = :next, error = :error"
                            + " WHERE presentation = :presentation AND state = 'PENDING'"
                            + " AND attempts = :attempts")
                    .bind("next", next)
                    .bind("error", error)
                    .bind("presentation", notice.presentation())
                    .bind("attempts", notice.attempts())
                    .execute());
  }

  /** How many are in each state. */
  public Map<State, Long> counts() {
    Map<State, Long> counts = new EnumMap<>(State.class);
    for (State state : State.values()) {
      counts.put(state, 0L);
    }
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT state, COUNT(*) AS many FROM certificates.presentation_notice"
                            + " GROUP BY state")
                    .map(
                        (row, context) ->
                            Map.entry(State.valueOf(row.getString("state")), row.getLong("many")))
                    .forEach(entry -> counts.put(entry.getKey(), entry.getValue())));
    return counts;
  }

  private static String context(UUID presentation) {
    return "presentation/" + presentation + "/case";
  }
}
