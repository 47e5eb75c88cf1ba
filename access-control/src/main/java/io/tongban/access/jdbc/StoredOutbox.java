package io.tongban.access.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Outbox;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The outbox as rows. */
@ApplicationScoped
class StoredOutbox implements Outbox {
  private static final Duration KEPT = Duration.ofDays(2);

  private final Database database;
  private final Seal seal;
  private final Ids ids;
  private final Clock clock;

  @Inject
  StoredOutbox(Database database, Seal seal, Ids ids, Clock clock) {
    this.database = database;
    this.seal = seal;
    this.ids = ids;
    this.clock = clock;
    database.migrate("access");
  }

  @Override
  public void expect(Handle handle, Event event) {
    add(handle, event, State.WAITING, null);
  }

  @Override
  public void tell(Handle handle, Event event, Instant at) {
    add(handle, event, State.PENDING, at);
  }

  private void add(Handle handle, Event event, State state, Instant at) {
    handle
        .createUpdate("DELETE FROM access.notice WHERE happened < :before")
        .bind("before", clock.instant().minus(KEPT))
        .execute();
    UUID id = ids.next();
    handle
        .createUpdate(
            "INSERT INTO access.notice (id, about, type, callback, client, content, state,"
                + " happened, due) VALUES (:id, :about, :type, :callback, :client, :content,"
                + " :state, :at, :at)")
        .bind("id", id)
        .bind("about", event.about())
        .bind("type", event.type())
        .bind("callback", event.callback())
        .bind("client", event.client())
        .bind("content", seal.seal(context(id), CanonicalJson.bytes(event.content())))
        .bind("state", state.name())
        .bind("at", at)
        .execute();
  }

  @Override
  public void happened(Handle handle, UUID about, String outcome, Instant at) {
    handle
        .createUpdate(
            "UPDATE access.notice SET state = 'PENDING', outcome = :outcome, happened = :at,"
                + " due = :at WHERE about = :about AND state = 'WAITING'")
        .bind("outcome", outcome)
        .bind("at", at)
        .bind("about", about)
        .execute();
  }

  @Override
  public Optional<Notice> of(UUID about) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT callback, state, attempts, due AS next, settled, error"
                            + " FROM access.notice WHERE about = :about"
                            + " ORDER BY id FETCH FIRST 1 ROWS ONLY")
                    .bind("about", about)
                    .mapTo(Notice.class)
                    .findOne());
  }

  @Override
  public List<String> due(Instant now) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT DISTINCT callback FROM access.notice WHERE due <= :now")
                    .bind("now", now)
                    .mapTo(String.class)
                    .list());
  }

  @Override
  public Optional<Due> take(String callback, Instant now, Instant until) {
    while (true) {
      Optional<Due> seen = first(callback, now);
      if (seen.isEmpty() || taken(seen.get(), until)) {
        return seen.map(StoredOutbox::tried);
      }
    }
  }

  private Optional<Due> first(String callback, Instant now) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id, type, callback, client, outcome, happened, content AS sealed,"
                            + " attempts FROM access.notice"
                            + " WHERE callback = :callback AND due <= :now"
                            + " ORDER BY due, id FETCH FIRST 1 ROWS ONLY")
                    .bind("callback", callback)
                    .bind("now", now)
                    .mapTo(Due.class)
                    .findOne());
  }

  private boolean taken(Due seen, Instant until) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createUpdate(
                            "UPDATE access.notice SET due = :until, attempts = attempts + 1"
                                + " WHERE id = :id AND attempts = :attempts AND state = 'PENDING'")
                        .bind("until", until)
                        .bind("id", seen.id())
                        .bind("attempts", seen.attempts())
                        .execute())
        == 1;
  }

  private static Due tried(Due seen) {
    return new Due(
        seen.id(),
        seen.type(),
        seen.callback(),
        seen.client(),
        seen.outcome(),
        seen.happened(),
        seen.sealed(),
        seen.attempts() + 1);
  }

  @Override
  public ObjectNode content(Due notice) {
    ObjectNode content =
        (ObjectNode) CanonicalJson.read(seal.open(context(notice.id()), notice.sealed()));
    return notice.outcome() == null ? content : content.put("state", notice.outcome());
  }

  @Override
  public void delivered(Due notice, Instant now) {
    settle(notice, State.DELIVERED, null, now, "");
  }

  @Override
  public void givenUp(Due notice, String error, Instant now) {
    settle(notice, State.GIVEN_UP, error, now, " AND attempts = :attempts");
  }

  private void settle(Due notice, State state, String error, Instant now, String only) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE access.notice SET state = :state, error = :error,"
                            + " settled = :now, due = NULL, content = NULL"
                            + " WHERE id = :id AND state = 'PENDING'"
                            + only)
                    .bind("state", state.name())
                    .bind("error", error)
                    .bind("now", now)
                    .bind("id", notice.id())
                    .bind("attempts", notice.attempts())
                    .execute());
  }

  @Override
  public void failed(Due notice, String error, Instant next) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE access.notice SET due = :next, error = :error WHERE id = :id"
                            + " AND state = 'PENDING' AND attempts = :attempts")
                    .bind("next", next)
                    .bind("error", error)
                    .bind("id", notice.id())
                    .bind("attempts", notice.attempts())
                    .execute());
  }

  @Override
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
                    .createQuery("SELECT state, COUNT(*) AS many FROM access.notice GROUP BY state")
                    .map(
                        (row, context) ->
                            Map.entry(State.valueOf(row.getString("state")), row.getLong("many")))
                    .forEach(entry -> counts.put(entry.getKey(), entry.getValue())));
    return counts;
  }

  private static String context(UUID id) {
    return "notice/" + id;
  }
}
