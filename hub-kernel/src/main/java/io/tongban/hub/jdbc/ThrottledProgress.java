package io.tongban.hub.jdbc;

import io.tongban.hub.Jobs.Progress;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Writes progress at most twice a second, however often a handler tells it. */
final class ThrottledProgress implements Progress {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private final JobTable table;
  private final UUID id;
  private final String holder;
  private long written = System.nanoTime() - EVERY_NANOS;
  private long done;
  private long total;
  private boolean unwritten;

  ThrottledProgress(JobTable table, UUID id, String holder) {
    this.table = table;
    this.id = id;
    this.holder = holder;
  }

  @Override
  public synchronized void at(long rowsDone, long rowsTotal) {
    done = rowsDone;
    total = rowsTotal;
    unwritten = true;
    if (System.nanoTime() - written >= EVERY_NANOS) {
      flush();
    }
  }

  /** Writes what was told last. */
  synchronized void flush() {
    if (unwritten) {
      table.progress(id, holder, done, total);
      written = System.nanoTime();
      unwritten = false;
    }
  }
}
