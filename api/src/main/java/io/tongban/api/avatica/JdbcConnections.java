package io.tongban.api.avatica;

import io.tongban.access.Actor;
import io.tongban.federation.Cursors;
import io.tongban.federation.FederationProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The open JDBC connections of this node, each under its client: another's id finds nothing. */
@ApplicationScoped
class JdbcConnections {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final int MOST_PER_CLIENT = 32;
  private static final int LONGEST_ID = 128;
  private final Cursors cursors;
  private final Clock clock;
  private final Map<Key, JdbcConnection> open = new ConcurrentHashMap<>();

  private record Key(String client, String id) {}

  @Inject
  JdbcConnections(Cursors cursors, Clock clock) {
    this.cursors = cursors;
    this.clock = clock;
  }

  /**
   * Opens a connection for a purpose.
   *
   * @param seconds how long a statement may run
   */
  void open(Actor actor, String id, String purpose, String caseReference, int seconds) {
    sweep();
    long own = open.keySet().stream().filter(k -> k.client().equals(actor.client())).count();
    if (own >= MOST_PER_CLIENT || id.length() > LONGEST_ID) {
      throw FederationProblem.CURSORS_TOO_MANY.problem(
          "the client has " + own + " JDBC connections open of " + MOST_PER_CLIENT);
    }
    open.put(
        new Key(actor.client(), id),
        new JdbcConnection(purpose, caseReference, seconds, clock.instant()));
  }

  Optional<JdbcConnection> find(Actor actor, String id) {
    sweep();
    JdbcConnection connection = open.get(new Key(actor.client(), id));
    if (connection != null) {
      connection.use(clock.instant());
    }
    return Optional.ofNullable(connection);
  }

  /** Closes a connection; what runs on it, perhaps for another request, is cancelled. */
  void close(Actor actor, String id) {
    JdbcConnection connection = open.remove(new Key(actor.client(), id));
    if (connection != null) {
      connection.close().forEach(cursor -> cursors.close(actor, cursor));
    }
  }

  /** Cursors of a forgotten connection end by themselves sooner than it. */
  private void sweep() {
    Instant idle = clock.instant().minus(IDLE);
    open.values().removeIf(connection -> connection.used().isBefore(idle));
  }
}
