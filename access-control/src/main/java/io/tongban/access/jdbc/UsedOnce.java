package io.tongban.access.jdbc;

import io.tongban.access.jose.SingleUse;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Dialect;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Uses as rows: the primary key lets one of all nodes win. Callers who come at the same time share
 * a commit, since every request pays for one and none may be answered before it is durable.
 */
@ApplicationScoped
class UsedOnce implements SingleUse {
  private static final int LARGEST_GROUP = 256;
  private static final Duration KEPT_LONGER = Duration.ofDays(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private static final String INSERT =
      "INSERT INTO access.used_jti (digest, until) VALUES (?, ?) ON CONFLICT DO NOTHING";

  /** H2 has no ON CONFLICT; it serves one node, whose groups follow one another. */
  private static final String INSERT_H2 =
      "INSERT INTO access.used_jti (digest, until) SELECT ?, ? WHERE NOT EXISTS"
          + " (SELECT 1 FROM access.used_jti WHERE digest = ?)";

  private final Database database;
  private final Clock clock;
  private final AtomicReference<Instant> nextSweep;
  private final Queue<Use> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock committing = new ReentrantLock();

  @Inject
  UsedOnce(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.nextSweep = new AtomicReference<>(clock.instant());
    database.migrate("access");
  }

  /** A use that is to be marked; its outcome is read under the lock. */
  private static final class Use {
    private final String digest;
    private final Instant until;
    private boolean done;
    private boolean first;
    private SQLException failure;

    Use(String digest, Instant until) {
      this.digest = digest;
      this.until = until;
    }
  }

  @Override
  public boolean first(String context, String id, Instant until) {
    sweep();
    byte[] text = (context + "\n" + id).getBytes(StandardCharsets.UTF_8);
    Use use =
        new Use(HexFormat.of().formatHex(CanonicalJson.sha256(text)), until.plus(KEPT_LONGER));
    waiting.add(use);
    committing.lock();
    try {
      // whoever held the lock before has perhaps committed this one as well
      while (!use.done) {
        commit(group());
      }
    } finally {
      committing.unlock();
    }
    if (use.failure != null) {
      throw new IllegalStateException("a use could not be marked", use.failure);
    }
    return use.first;
  }

  private List<Use> group() {
    List<Use> group = new ArrayList<>();
    for (Use next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
      if (group.size() == LARGEST_GROUP) {
        break;
      }
    }
    return group;
  }

  /**
   * In one transaction: all of the group are marked or all fail. Of equal ones the first is, here
   * and not by the database: H2 may answer a subquery again from what it answered just before.
   */
  private void commit(List<Use> group) {
    Map<String, Use> different = new LinkedHashMap<>();
    group.forEach(use -> different.putIfAbsent(use.digest, use));
    mark(List.copyOf(different.values()));
    SQLException failure = group.get(0).failure;
    group.forEach(use -> use.failure = failure);
    group.forEach(use -> use.done = true);
  }

  private void mark(List<Use> group) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try {
        int[] inserted = insert(connection, group);
        connection.commit();
        for (int i = 0; i < inserted.length; i++) {
          group.get(i).first = inserted[i] == 1;
        }
      } catch (SQLException failed) {
        connection.rollback();
        throw failed;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException failed) {
      group.forEach(use -> use.failure = failed);
    }
  }

  private int[] insert(Connection connection, List<Use> group) throws SQLException {
    boolean h2 = database.dialect() == Dialect.H2;
    try (PreparedStatement insert = connection.prepareStatement(h2 ? INSERT_H2 : INSERT)) {
      for (Use use : group) {
        insert.setString(1, use.digest);
        insert.setObject(2, use.until.atOffset(ZoneOffset.UTC));
        if (h2) {
          insert.setString(3, use.digest);
        }
        insert.addBatch();
      }
      return insert.executeBatch();
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
