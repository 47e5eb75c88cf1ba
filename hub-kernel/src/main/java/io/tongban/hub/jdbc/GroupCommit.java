package io.tongban.hub.jdbc;

import io.tongban.hub.GroupPace;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Work of callers who come at the same time in one transaction: on a database that writes its file
 * at each commit, a commit costs much the same however many share it. What fails is undone for its
 * caller alone; if the commit fails, it failed for all.
 */
final class GroupCommit {
  private static final int LARGEST_GROUP = 256;

  private final Jdbi jdbi;
  private final Queue<Member<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock committing = new ReentrantLock();
  private final GroupPace pace = new GroupPace();

  GroupCommit(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Work and how it went; read under the lock. */
  private static final class Member<R> {
    private final Function<Handle, R> work;
    private boolean done;
    private R result;
    private RuntimeException failure;

    Member(Function<Handle, R> work) {
      this.work = work;
    }

    void in(Handle handle) {
      handle.savepoint("member");
      try {
        result = work.apply(handle);
        handle.releaseSavepoint("member");
      } catch (RuntimeException failed) {
        failure = failed;
        handle.rollbackToSavepoint("member");
      }
    }
  }

  <R> R run(Function<Handle, R> work) {
    Member<R> own = new Member<>(work);
    waiting.add(own);
    committing.lock();
    try {
      // whoever held the lock before has perhaps committed this one as well
      while (!own.done) {
        pace.await();
        List<Member<?>> group = group();
        pace.committed(group.size());
        commit(group);
      }
    } finally {
      committing.unlock();
    }
    if (own.failure != null) {
      throw own.failure;
    }
    return own.result;
  }

  private List<Member<?>> group() {
    List<Member<?>> group = new ArrayList<>();
    for (Member<?> next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
      if (group.size() == LARGEST_GROUP) {
        break;
      }
    }
    return group;
  }

  private void commit(List<Member<?>> group) {
    try {
      jdbi.useTransaction(handle -> group.forEach(member -> member.in(handle)));
    } catch (RuntimeException | Error failed) {
      RuntimeException told =
          failed instanceof RuntimeException usual ? usual : new IllegalStateException(failed);
      group.forEach(member -> member.failure = told);
    } finally {
      group.forEach(member -> member.done = true);
    }
  }
}
