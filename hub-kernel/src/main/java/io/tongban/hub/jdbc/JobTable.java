package io.tongban.hub.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Jobs.Job;
import io.tongban.hub.Jobs.State;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The table of jobs. Every change of state names the state and holder it expects to find. */
final class JobTable {
  /** How long a job is held without a sign of life. */
  static final Duration TERM = Duration.ofSeconds(30);

  private static final String JOB =
      "SELECT id, type, job_key, state, done, total, result, problem, submitted, started, ended"
          + " FROM hub.job";
  private final Jdbi jdbi;
  private final Clock clock;

  JobTable(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** A row as it stands. */
  record Row(
      UUID id,
      String type,
      String jobKey,
      State state,
      long done,
      long total,
      String result,
      String problem,
      Instant submitted,
      Instant started,
      Instant ended) {
    Job job() {
      return new Job(
          id,
          type,
          jobKey,
          state,
          done,
          total,
          json(result),
          json(problem),
          submitted,
          started,
          ended);
    }
  }

  /** What may be taken up. */
  record Candidate(UUID id, String type, String jobKey, State state, String node, int attempts) {}

  /** Adds a queued job, or gives the one that is queued under that key. */
  UUID submit(UUID id, String type, String key, JsonNode payload) {
    while (true) {
      try {
        insert(id, type, key, payload);
        return id;
      } catch (UnableToExecuteStatementException e) {
        if (!SqlStates.uniqueViolation(e)) {
          throw e;
        }
        Optional<UUID> queued = queued(unique(type, key));
        if (queued.isPresent()) {
          return queued.get();
        }
        // it began to run in between: another may be queued now
      }
    }
  }

  private void insert(UUID id, String type, String key, JsonNode payload) {
    jdbi.useHandle(
        h ->
            h.execute(
                "INSERT INTO hub.job (id, type, job_key, state, payload, done, total, submitted,"
                    + " queued_key, attempts) VALUES (?, ?, ?, 'QUEUED', ?, 0, -1, ?, ?, 0)",
                id,
                type,
                key,
                text(payload),
                clock.instant(),
                unique(type, key)));
  }

  private Optional<UUID> queued(String uniqueKey) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT id FROM hub.job WHERE queued_key = ?")
                .bind(0, uniqueKey)
                .mapTo(UUID.class)
                .findOne());
  }

  private static String unique(String type, String key) {
    return type + "/" + key;
  }

  Optional<Job> find(UUID id) {
    return jdbi.withHandle(
            h -> h.createQuery(JOB + " WHERE id = ?").bind(0, id).mapTo(Row.class).findOne())
        .map(Row::job);
  }

  List<Job> newest(int limit) {
    return jdbi
        .withHandle(
            h ->
                h.createQuery(JOB + " ORDER BY submitted DESC, id DESC FETCH FIRST ? ROWS ONLY")
                    .bind(0, limit)
                    .mapTo(Row.class)
                    .list())
        .stream()
        .map(Row::job)
        .toList();
  }

  JsonNode payload(UUID id) {
    return json(
        jdbi.withHandle(
            h ->
                h.createQuery("SELECT payload FROM hub.job WHERE id = ?")
                    .bind(0, id)
                    .mapTo(String.class)
                    .one()));
  }

  /** Queued jobs whose key is free, and running ones whose holder is gone; oldest first. */
  List<Candidate> candidates(Set<String> types, int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "SELECT id, type, job_key, state, node, attempts FROM hub.job j"
                        + " WHERE type IN (<types>) AND ((state = 'QUEUED' AND NOT EXISTS"
                        + " (SELECT 1 FROM hub.job r WHERE r.running_key = j.queued_key))"
                        + " OR (state = 'RUNNING' AND held_until < :now))"
                        + " ORDER BY submitted, id FETCH FIRST :limit ROWS ONLY")
                .bindList("types", List.copyOf(types))
                .bind("now", clock.instant())
                .bind("limit", limit)
                .mapTo(Candidate.class)
                .list());
  }

  /** Takes a candidate; false if another was faster. */
  boolean take(Candidate candidate, String holder) {
    Instant now = clock.instant();
    try {
      return jdbi.withHandle(
              h ->
                  h.createUpdate(
                          "UPDATE hub.job SET state = 'RUNNING', queued_key = NULL,"
                              + " running_key = :unique, node = :holder, held_until = :until,"
                              + " started = :now, attempts = attempts + 1 WHERE id = :id AND"
                              + " ((:queued AND state = 'QUEUED')"
                              + " OR (NOT :queued AND state = 'RUNNING' AND node = :node"
                              + " AND held_until < :now))")
                      .bind("unique", unique(candidate.type(), candidate.jobKey()))
                      .bind("holder", holder)
                      .bind("until", now.plus(TERM))
                      .bind("now", now)
                      .bind("id", candidate.id())
                      .bind("queued", candidate.state() == State.QUEUED)
                      .bind("node", candidate.node())
                      .execute())
          == 1;
    } catch (UnableToExecuteStatementException e) {
      if (SqlStates.uniqueViolation(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Makes what earlier incarnations of a node left behind free to be taken at once. */
  void release(String nodeName, String incarnation) {
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE hub.job SET held_until = ? WHERE state = 'RUNNING'"
                    + " AND node LIKE ? AND node <> ?",
                Instant.EPOCH,
                nodeName + ":%",
                incarnation));
  }

  /** Frees one job that its holder gives up. */
  void giveBack(UUID id, String holder) {
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE hub.job SET held_until = ? WHERE id = ? AND state = 'RUNNING' AND node = ?",
                Instant.EPOCH,
                id,
                holder));
  }

  /** A sign of life of everything a node runs. */
  void renew(String holder) {
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE hub.job SET held_until = ? WHERE state = 'RUNNING' AND node = ?",
                clock.instant().plus(TERM),
                holder));
  }

  void progress(UUID id, String holder, long done, long total) {
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE hub.job SET done = ?, total = ?"
                    + " WHERE id = ? AND state = 'RUNNING' AND node = ?",
                done,
                total,
                id,
                holder));
  }

  /** Ends a job; false if it is no longer held. */
  boolean end(UUID id, String holder, State state, JsonNode result, JsonNode problem) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        "UPDATE hub.job SET state = :state, running_key = NULL, node = NULL,"
                            + " held_until = NULL, ended = :now, result = :result,"
                            + " problem = :problem"
                            + " WHERE id = :id AND state = 'RUNNING' AND node = :holder")
                    .bind("state", state.name())
                    .bind("now", clock.instant())
                    .bind("result", result == null ? null : text(result))
                    .bind("problem", problem == null ? null : text(problem))
                    .bind("id", id)
                    .bind("holder", holder)
                    .execute())
        == 1;
  }

  private static String text(JsonNode json) {
    return json.toString();
  }

  private static JsonNode json(String text) {
    return text == null ? null : CanonicalJson.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
