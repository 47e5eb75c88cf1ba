package io.tongban.access.jdbc;

import io.tongban.access.jose.SingleUse;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Uses as rows: the primary key lets one of all nodes win. */
@ApplicationScoped
class UsedOnce implements SingleUse {
  private static final String DUPLICATE = "23505";
  private static final Duration KEPT_LONGER = Duration.ofDays(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private final Database database;
  private final Clock clock;
  private final AtomicReference<Instant> nextSweep;

  @Inject
  UsedOnce(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.nextSweep = new AtomicReference<>(clock.instant());
    database.migrate("access");
  }

  @Override
  public boolean first(String context, String id, Instant until) {
    sweep();
    String digest =
        HexFormat.of()
            .formatHex(
                CanonicalJson.sha256((context + "\n" + id).getBytes(StandardCharsets.UTF_8)));
    try {
      return database
              .jdbi()
              .withHandle(
                  handle ->
                      handle.execute(
                          "INSERT INTO access.used_jti (digest, until) VALUES (?, ?)",
                          digest,
                          until.plus(KEPT_LONGER)))
          == 1;
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException sql && DUPLICATE.equals(sql.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** Some request now and then pays for the cleaning; no timer is needed. */
  private void sweep() {
    Instant now = clock.instant();
    Instant due = nextSweep.get();
    if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(SWEEP_EVERY))) {
      database
          .jdbi()
          .useHandle(handle -> handle.execute("DELETE FROM access.used_jti WHERE until < ?", now));
    }
  }
}
