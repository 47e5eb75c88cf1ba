package io.tongban.hub.jdbc;

import io.tongban.hub.Database;
import io.tongban.hub.Leases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Leases as rows: whoever changes the row holds the lease. */
@ApplicationScoped
class JdbcLeases implements Leases {
  private final Jdbi jdbi;
  private final Clock clock;

  @Inject
  JdbcLeases(Database database, Clock clock) {
    database.migrate("hub");
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, Duration term) {
    var lease = new RowLease(name, UUID.randomUUID(), term);
    return lease.takeOver() || lease.create() ? Optional.of(lease) : Optional.empty();
  }

  private final class RowLease implements Lease {
    private final String name;
    private final UUID token;
    private final Duration term;

    RowLease(String name, UUID token, Duration term) {
      this.name = name;
      this.token = token;
      this.term = term;
    }

    private boolean takeOver() {
      Instant now = clock.instant();
      return jdbi.withHandle(
              h ->
                  h.execute(
                      "UPDATE hub.lease SET token = ?, held_until = ?"
                          + " WHERE name = ? AND held_until < ?",
                      token,
                      now.plus(term),
                      name,
                      now))
          == 1;
    }

    private boolean create() {
      try {
        return jdbi.withHandle(
                h ->
                    h.execute(
                        "INSERT INTO hub.lease (name, token, held_until) VALUES (?, ?, ?)",
                        name,
                        token,
                        clock.instant().plus(term)))
            == 1;
      } catch (UnableToExecuteStatementException e) {
        if (SqlStates.uniqueViolation(e)) {
          return false;
        }
        throw e;
      }
    }

    @Override
    public boolean renew() {
      return jdbi.withHandle(
              h ->
                  h.execute(
                      "UPDATE hub.lease SET held_until = ? WHERE name = ? AND token = ?",
                      clock.instant().plus(term),
                      name,
                      token))
          == 1;
    }

    @Override
    public void close() {
      jdbi.useHandle(
          h -> h.execute("DELETE FROM hub.lease WHERE name = ? AND token = ?", name, token));
    }
  }
}
