package io.tongban.access.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Uses of the only node, on H2: what counts is held in memory, the table lets it outlive the
 * process and is only appended to and cut. What would have been refused for its age for some
 * minutes is forgotten; the latest time of anything forgotten is kept, and nothing that early is
 * taken as unused again: a clock that is set back by more than those minutes stops the hub until it
 * has caught up, rather than making a proof fresh again.
 */
final class OwnUses implements Uses {
  private static final Logger LOG = Logger.getLogger(OwnUses.class);
  private static final Duration KEPT_LONGER = Duration.ofMinutes(1);
  private static final int CUT_AT_ONCE = 64;

  private final Clock clock;
  private final Set<Mark> marks = new HashSet<>();
  private final PriorityQueue<Row> rows =
      new PriorityQueue<>(Comparator.comparing(Row::until).thenComparing(Row::number));
  private Instant forgotten;
  private long number;
  private boolean loaded;
  private boolean setBack;

  OwnUses(Clock clock) {
    this.clock = clock;
  }

  /** Half of a digest: enough that nobody's use is taken for another's. */
  private record Mark(long high, long low) {
    static Mark of(String digest) {
      return new Mark(
          Long.parseUnsignedLong(digest, 0, 16, 16), Long.parseUnsignedLong(digest, 16, 32, 16));
    }
  }

  private record Row(long number, Instant until, Mark mark) {}

  @Override
  public boolean[] mark(Connection transaction, List<Use> uses) throws SQLException {
    if (!loaded) {
      load(transaction);
    }
    cut(transaction);
    boolean[] first = new boolean[uses.size()];
    List<Use> fresh = new ArrayList<>();
    for (int i = 0; i < first.length; i++) {
      Use use = uses.get(i);
      first[i] = use.until().isAfter(forgotten) && marks.add(Mark.of(use.digest()));
      if (first[i]) {
        fresh.add(use);
      }
    }
    append(transaction, fresh);
    return first;
  }

  private void load(Connection transaction) throws SQLException {
    marks.clear();
    rows.clear();
    try (PreparedStatement query =
            transaction.prepareStatement("SELECT number, digest, until FROM access.used_jti");
        ResultSet stored = query.executeQuery()) {
      while (stored.next()) {
        Instant until = stored.getObject(3, OffsetDateTime.class).toInstant();
        if (stored.getLong(1) == 0) {
          forgotten = until;
        } else {
          remember(new Row(stored.getLong(1), until, Mark.of(stored.getString(2))));
        }
      }
    }
    loaded = true;
  }

  private void remember(Row row) {
    marks.add(row.mark());
    rows.add(row);
    number = Math.max(number, row.number());
  }

  private void append(Connection transaction, List<Use> uses) throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement(
            "INSERT INTO access.used_jti (number, digest, until) VALUES (?, ?, ?)")) {
      for (Use use : uses) {
        Row row = new Row(number + 1, use.until(), Mark.of(use.digest()));
        remember(row);
        insert.setLong(1, row.number());
        insert.setString(2, use.digest());
        insert.setObject(3, row.until().atOffset(ZoneOffset.UTC));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Forgets a bounded number of what is too old, so that no request waits long for it. */
  private void cut(Connection transaction) throws SQLException {
    Instant now = clock.instant().minus(KEPT_LONGER);
    if (now.isBefore(forgotten) && !setBack) {
      LOG.warnf(
          "the clock was set back: uses up to %s are forgotten, so proofs that old are refused",
          forgotten);
    }
    setBack = now.isBefore(forgotten);
    List<Row> old = new ArrayList<>();
    while (old.size() < CUT_AT_ONCE && !rows.isEmpty() && rows.peek().until().isBefore(now)) {
      old.add(rows.poll());
    }
    if (old.isEmpty()) {
      return;
    }
    forgotten = old.get(old.size() - 1).until();
    try (PreparedStatement delete =
            transaction.prepareStatement("DELETE FROM access.used_jti WHERE number = ?");
        PreparedStatement keep =
            transaction.prepareStatement("UPDATE access.used_jti SET until = ? WHERE number = 0")) {
      for (Row row : old) {
        marks.remove(row.mark());
        delete.setLong(1, row.number());
        delete.addBatch();
      }
      delete.executeBatch();
      keep.setObject(1, forgotten.atOffset(ZoneOffset.UTC));
      keep.executeUpdate();
    }
  }

  /** What the table holds is read again. */
  @Override
  public void failed() {
    loaded = false;
  }
}
