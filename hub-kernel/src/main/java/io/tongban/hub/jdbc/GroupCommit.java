package io.tongban.hub.jdbc;

import io.tongban.hub.GroupPace;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final AtomicBoolean running = new AtomicBoolean();
  private final GroupPace pace = new GroupPace();
  private final ExecutorService committer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "group-commit");
            thread.setDaemon(true);
            return thread;
          });

  GroupCommit(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Work and how it went; read when it is done. */
  private static final class Member<R> {
    private final Function<Handle, R> work;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
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
    if (running.compareAndSet(false, true)) {
      committer.execute(this::commitAll);
    }
    own.done.join();
    if (own.failure != null) {
      throw own.failure;
    }
    return own.result;
  }

  /** On the one thread that commits: whoever waits is woken at once when its own group is done. */
  private void commitAll() {
    do {
      while (!waiting.isEmpty()) {
        pace.await();
        List<Member<?>> group = group();
        pace.committed(group.size());
        commit(group);
      }
      running.set(false);
    } while (!waiting.isEmpty() && running.compareAndSet(false, true));
  }

  void stop() {
    committer.shutdown();
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
      group.forEach(member -> member.done.complete(null));
    }
  }
}
