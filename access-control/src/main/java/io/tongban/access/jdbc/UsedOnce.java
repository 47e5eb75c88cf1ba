package io.tongban.access.jdbc;

import io.tongban.access.jose.SingleUse;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Dialect;
import io.tongban.hub.GroupPace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Uses as rows: the primary key lets one of all nodes win. Callers who come at the same time share
 * a commit, since every request pays for one and none may be answered before it is durable.
 */
@ApplicationScoped
class UsedOnce implements SingleUse {
  private static final int LARGEST_GROUP = 256;

  private final Database database;
  private final Uses uses;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock committing = new ReentrantLock();
  private final GroupPace pace = new GroupPace();

  @Inject
  UsedOnce(Database database, Clock clock) {
    this.database = database;
    this.uses = database.dialect() == Dialect.H2 ? new OwnUses(clock) : new SharedUses(clock);
    database.migrate("access");
  }

  /** A use that is to be marked; its outcome is read under the lock. */
  private static final class Waiting {
    private final Uses.Use use;
    private boolean done;
    private boolean first;
    private SQLException failure;

    Waiting(Uses.Use use) {
      this.use = use;
    }
  }

  @Override
  public boolean first(String context, String id, Instant until) {
    byte[] text = (context + "\n" + id).getBytes(StandardCharsets.UTF_8);
    Uses.Use use = new Uses.Use(HexFormat.of().formatHex(CanonicalJson.sha256(text)), until);
    Optional<Boolean> first = uses.atOnce(use);
    return first.isPresent() ? first.get() : durably(use);
  }

  private boolean durably(Uses.Use use) {
    Waiting own = new Waiting(use);
    waiting.add(own);
    committing.lock();
    try {
      // whoever held the lock before has perhaps committed this one as well
      while (!own.done) {
        pace.await();
        List<Waiting> group = group();
        pace.committed(group.size());
        commit(group);
      }
    } finally {
      committing.unlock();
    }
    if (own.failure != null) {
      throw new IllegalStateException("a use could not be marked", own.failure);
    }
    return own.first;
  }

  private List<Waiting> group() {
    List<Waiting> group = new ArrayList<>();
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
      if (group.size() == LARGEST_GROUP) {
        break;
      }
    }
    return group;
  }

  /** In one transaction: all of the group are marked or all fail. Of equal ones the first is. */
  private void commit(List<Waiting> group) {
    Map<String, Waiting> different = new LinkedHashMap<>();
    group.forEach(one -> different.putIfAbsent(one.use.digest(), one));
    SQLException failure = mark(List.copyOf(different.values()));
    group.forEach(one -> one.failure = failure);
    group.forEach(one -> one.done = true);
  }

  /** Returns why it failed, or null. */
  private SQLException mark(List<Waiting> group) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try {
        boolean[] first = uses.mark(connection, group.stream().map(one -> one.use).toList());
        connection.commit();
        uses.committed();
        for (int i = 0; i < first.length; i++) {
          group.get(i).first = first[i];
        }
        return null;
      } catch (SQLException | RuntimeException failed) {
        uses.failed();
        connection.rollback();
        throw failed;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException failed) {
      return failed;
    } catch (RuntimeException failed) {
      return new SQLException(failed);
    }
  }
}
