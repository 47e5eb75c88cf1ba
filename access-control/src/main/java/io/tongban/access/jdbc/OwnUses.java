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
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Uses of the only node, on H2: what counts is held in memory. What would have been refused for its
 * age for some minutes is forgotten; nothing that ends as early as anything forgotten is taken as
 * unused again: a clock that is set back by more than those minutes stops the hub until it has
 * caught up, rather than making a proof fresh again.
 *
 * <p>Row 0 of the table is a lease: what ends before it is held in memory alone, and after a start
 * counts as used. A proof ends a minute after it was made, so a call pays for no commit of its own,
 * and a hub that was killed refuses the proofs of the last seconds, used or not. What ends later
 * than a proof has a row.
 */
final class OwnUses implements Uses {
  private static final Logger LOG = Logger.getLogger(OwnUses.class);
  private static final Duration KEPT_LONGER = Duration.ofMinutes(1);

  /**
   * What ends later has a row, or one client with a fast clock would lengthen the lease for all.
   */
  private static final Duration LEASED = Duration.ofSeconds(62);

  /** How far the lease goes beyond what asked for it: shorter than a start of the hub. */
  private static final Duration LEASE = Duration.ofSeconds(2);

  private static final int CUT_AT_ONCE = 64;

  private final Clock clock;
  private final Set<Mark> marks = new HashSet<>();
  private final Queue<Row> stored = inOrder();
  private final Queue<Row> leased = inOrder();
  private Instant forgotten;
  private Instant lease;
  private Instant nextLease;
  private long number;
  private boolean loaded;
  private boolean setBack;

  OwnUses(Clock clock) {
    this.clock = clock;
  }

  private static Queue<Row> inOrder() {
    return new PriorityQueue<>(Comparator.comparing(Row::until).thenComparing(Row::number));
  }

  /** Half of a digest: enough that nobody's use is taken for another's. */
  private record Mark(long high, long low) {
    static Mark of(String digest) {
      return new Mark(
          Long.parseUnsignedLong(digest, 0, 16, 16), Long.parseUnsignedLong(digest, 16, 32, 16));
    }
  }

  /**
   * A use that is remembered.
   *
   * @param number of its row, 0 where it has none
   */
  private record Row(long number, Instant until, Mark mark) {}

  @Override
  public synchronized Optional<Boolean> atOnce(Use use) {
    if (!loaded || use.until().isAfter(lease)) {
      return Optional.empty();
    }
    cut(leased);
    return Optional.of(first(use, 0));
  }

  private boolean first(Use use, long row) {
    Mark mark = Mark.of(use.digest());
    if (!use.until().isAfter(forgotten) || !marks.add(mark)) {
      return false;
    }
    (row == 0 ? leased : stored).add(new Row(row, use.until(), mark));
    return true;
  }

  @Override
  public synchronized boolean[] mark(Connection transaction, List<Use> uses) throws SQLException {
    if (!loaded) {
      load(transaction);
    }
    cut(leased);
    delete(transaction, cut(stored));
    nextLease = lease;
    boolean[] first = new boolean[uses.size()];
    try (PreparedStatement insert =
        transaction.prepareStatement(
            "INSERT INTO access.used_jti (number, digest, until) VALUES (?, ?, ?)")) {
      for (int i = 0; i < first.length; i++) {
        first[i] = mark(uses.get(i), insert);
      }
      insert.executeBatch();
    }
    extend(transaction);
    return first;
  }

  private boolean mark(Use use, PreparedStatement insert) throws SQLException {
    if (!use.until().isAfter(lease)) {
      return first(use, 0);
    }
    if (!use.until().isAfter(clock.instant().plus(LEASED))) {
      nextLease = latest(nextLease, use.until().plus(LEASE));
      return first(use, 0);
    }
    if (!first(use, number + 1)) {
      return false;
    }
    insert.setLong(1, ++number);
    insert.setString(2, use.digest());
    insert.setObject(3, use.until().atOffset(ZoneOffset.UTC));
    insert.addBatch();
    return true;
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private void load(Connection transaction) throws SQLException {
    marks.clear();
    stored.clear();
    leased.forEach(row -> marks.add(row.mark()));
    try (PreparedStatement query =
            transaction.prepareStatement("SELECT number, digest, until FROM access.used_jti");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        Instant until = rows.getObject(3, OffsetDateTime.class).toInstant();
        if (rows.getLong(1) == 0) {
          lease = until;
        } else {
          Row row = new Row(rows.getLong(1), until, Mark.of(rows.getString(2)));
          marks.add(row.mark());
          stored.add(row);
          number = Math.max(number, row.number());
        }
      }
    }
    // what a process before this one held under the lease is not known
    forgotten = forgotten == null ? lease : forgotten;
    loaded = true;
  }

  /** Forgets a bounded number of what is too old, so that no request waits long for it. */
  private List<Row> cut(Queue<Row> rows) {
    Instant now = clock.instant();
    warn(forgotten.isAfter(now.plus(LEASED).plus(LEASE)));
    List<Row> old = new ArrayList<>();
    Instant before = now.minus(KEPT_LONGER);
    while (old.size() < CUT_AT_ONCE && !rows.isEmpty() && rows.peek().until().isBefore(before)) {
      Row row = rows.poll();
      marks.remove(row.mark());
      forgotten = latest(forgotten, row.until());
      old.add(row);
    }
    return old;
  }

  private void warn(boolean clockIsBehind) {
    if (clockIsBehind && !setBack) {
      LOG.warnf(
          "the clock was set back: uses up to %s are forgotten, so proofs that old are refused",
          forgotten);
    }
    setBack = clockIsBehind;
  }

  private static void delete(Connection transaction, List<Row> rows) throws SQLException {
    try (PreparedStatement delete =
        transaction.prepareStatement("DELETE FROM access.used_jti WHERE number = ?")) {
      for (Row row : rows) {
        delete.setLong(1, row.number());
        delete.addBatch();
      }
      delete.executeBatch();
    }
  }

  /** Row 0 is never before what was forgotten: the next process must not take that as unused. */
  private void extend(Connection transaction) throws SQLException {
    nextLease = latest(nextLease, forgotten);
    if (nextLease.equals(lease)) {
      return;
    }
    try (PreparedStatement keep =
        transaction.prepareStatement("UPDATE access.used_jti SET until = ? WHERE number = 0")) {
      keep.setObject(1, nextLease.atOffset(ZoneOffset.UTC));
      keep.executeUpdate();
    }
  }

  @Override
  public synchronized void committed() {
    lease = nextLease;
  }

  /** What the table holds is read again. */
  @Override
  public synchronized void failed() {
    loaded = false;
  }
}
