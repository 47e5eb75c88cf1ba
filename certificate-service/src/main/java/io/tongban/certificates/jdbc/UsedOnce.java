package io.tongban.certificates.jdbc;

import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
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
    String hash = sealer.hash(kind, value);
    try {
      database.inGroup(handle -> mark(handle, hash, until));
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  private int mark(Handle handle, String hash, Instant until) {
    sweep(handle);
    return handle
        .createUpdate("INSERT INTO certificates.used_once (hash, expires) VALUES (:hash, :expires)")
        .bind("hash", hash)
        .bind("expires", until)
        .execute();
  }

  /** Some request now and then pays for the cleaning; no timer is needed. */
  private void sweep(Handle handle) {
    Instant now = clock.instant();
    if (now.isBefore(nextSweep)) {
      return;
    }
    nextSweep = now.plus(SWEEP_EVERY);
    handle
        .createUpdate("DELETE FROM certificates.used_once WHERE expires < :now")
        .bind("now", now)
        .execute();
  }

  /** Whether a statement failed on a unique key. */
  static boolean isDuplicate(UnableToExecuteStatementException e) {
    return e.getCause() instanceof java.sql.SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().startsWith("23");
  }
}
