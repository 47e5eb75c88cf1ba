package io.tongban.certificates.jdbc;

import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Remembers what may be used once only, across all nodes, until it would have expired anyway. */
@ApplicationScoped
public class UsedOnce {
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final Sealer sealer;
  private final Clock clock;
  private volatile Instant nextSweep;

  @Inject
  UsedOnce(Database database, Sealer sealer, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
    this.nextSweep = clock.instant();
    database.migrate("certificates");
  }

  /**
   * Whether this is its first use.
   *
   * @param kind what it is, for example {@code nonce}
   * @param until after this it is refused for its age and need not be remembered
   */
  public boolean first(String kind, String value, Instant until) {
    try {
      return database.inGroup(
          handle -> {
            mark(handle.getConnection(), kind, value, until);
            return true;
          });
    } catch (UsedBefore e) {
      return false;
    }
  }

  /** It was used before. */
  static final class UsedBefore extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsedBefore(Throwable cause) {
      super("used before", cause);
    }
  }

  /**
   * Marks it as used in somebody's transaction, which has to be undone with what is thrown.
   *
   * @throws UsedBefore if it was
   */
  void mark(Connection connection, String kind, String value, Instant until) {
    sweep(connection);
    try {
      Sql.update(
          connection,
          "INSERT INTO certificates.used_once (hash, expires) VALUES (?, ?)",
          sealer.hash(kind, value),
          until);
    } catch (Sql.DuplicateKey e) {
      throw new UsedBefore(e);
    }
  }

  /** Some request now and then pays for the cleaning; no timer is needed. */
  private void sweep(Connection connection) {
    Instant now = clock.instant();
    if (now.isBefore(nextSweep)) {
      return;
    }
    nextSweep = now.plus(SWEEP_EVERY);
    Sql.update(connection, "DELETE FROM certificates.used_once WHERE expires < ?", now);
  }

  /** Whether a statement failed on a unique key. */
  static boolean isDuplicate(UnableToExecuteStatementException e) {
    return e.getCause() instanceof java.sql.SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().startsWith("23");
  }
}
