package io.tongban.access.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Uses in PostgreSQL, where several nodes meet: the primary key lets one of them win. */
final class SharedUses implements Uses {
  /** So that a clock that is set back makes nothing fresh again. */
  private static final Duration KEPT_LONGER = Duration.ofDays(1);

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private final Clock clock;
  private Instant nextSweep;

  SharedUses(Clock clock) {
    this.clock = clock;
    this.nextSweep = clock.instant();
  }

  @Override
  public boolean[] mark(Connection transaction, List<Use> uses) throws SQLException {
    sweep(transaction);
    try (PreparedStatement insert =
        transaction.prepareStatement(
            "INSERT INTO access.used_jti (digest, until) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
      for (Use use : uses) {
        insert.setString(1, use.digest());
        insert.setObject(2, use.until().atOffset(ZoneOffset.UTC));
        insert.addBatch();
      }
      int[] inserted = insert.executeBatch();
      boolean[] first = new boolean[inserted.length];
      for (int i = 0; i < first.length; i++) {
        first[i] = inserted[i] == 1;
      }
      return first;
    }
  }

  /** Some request now and then pays for the cleaning; no timer is needed. */
  private void sweep(Connection transaction) throws SQLException {
    Instant now = clock.instant();
    if (now.isBefore(nextSweep)) {
      return;
    }
    nextSweep = now.plus(SWEEP_EVERY);
    try (PreparedStatement delete =
        transaction.prepareStatement("DELETE FROM access.used_jti WHERE until < ?")) {
      delete.setObject(1, now.minus(KEPT_LONGER).atOffset(ZoneOffset.UTC));
      delete.executeUpdate();
    }
  }

  @Override
  public void committed() {
    // the database knows
  }

  @Override
  public void failed() {
    // the database knows
  }
}
