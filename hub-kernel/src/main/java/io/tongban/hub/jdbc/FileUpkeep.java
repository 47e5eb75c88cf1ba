package io.tongban.hub.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jboss.logging.Logger;

/**
 * Keeps an H2 file in shape while it is used. H2 writes every commit as a chunk of its own, and a
 * chunk stays as long as one page of it is in use: on the disk, and in an index that H2 holds in
 * memory. H2's own thread moves such pages together, but runs only where commits are written with a
 * delay. This one moves a little at a time, so that no commit waits long for it.
 */
final class FileUpkeep implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FileUpkeep.class);

  /** Percent of pages in use, above which nothing is moved. */
  private static final int ENOUGH = 60;

  /** How much is moved at a time. */
  private static final int STEP_BYTES = 1 << 19;

  private static final long PAUSE_MILLIS = 500;
  private static final long STOP_MILLIS = 10_000;

  private final DataSource pool;
  private final ScheduledExecutorService steps =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "file-upkeep");
            thread.setDaemon(true);
            return thread;
          });

  /** Upkeep of the database that a pool connects to, which is an H2 file. */
  FileUpkeep(DataSource pool) {
    this.pool = pool;
  }

  void start() {
    steps.scheduleWithFixedDelay(this::quietly, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void quietly() {
    try {
      step();
    } catch (SQLException | RuntimeException e) {
      // whoever needs the database meets the same and says so
      LOG.debug("the database file could not be kept in shape", e);
    }
  }

  /**
   * Moves some pages together. Chunks that are younger than H2's retention time stay as they are.
   *
   * @return whether there was something to move
   */
  boolean step() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
      return session.getDatabase().getStore().getMvStore().compact(ENOUGH, STEP_BYTES);
    }
  }

  /** Ends; what it does at this moment is finished. */
  @Override
  public void close() {
    // never interrupted: an interrupt closes the file
    steps.shutdown();
    try {
      steps.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
