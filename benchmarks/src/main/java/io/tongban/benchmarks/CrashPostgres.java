package io.tongban.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server whose postmaster is killed and started again on the same files. */
final class CrashPostgres implements AutoCloseable {
  private static final int TRIES = 100;
  private static final long PAUSE_MILLIS = 100;
  private static final String DATABASE = "crash";

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  CrashPostgres(Path data) throws IOException, SQLException {
    this.data = data;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    this.server = start();
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    }
  }

  private EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        // as a server is that nobody has tuned; the library's own default is off
        .setServerConfig("synchronous_commit", "on")
        .start();
  }

  String url() {
    return server.getJdbcUrl("postgres", DATABASE);
  }

  /**
   * Kills the postmaster with -9, removes its lock file (it can name a process that lives by now)
   * and starts it again.
   */
  void kill() throws IOException, InterruptedException {
    Path lock = data.resolve("postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(lock).get(0).strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
    Files.deleteIfExists(lock);
    server.close();
    for (int i = 0; ; i++) {
      try {
        server = start();
        return;
      } catch (IOException | IllegalStateException itsChildrenStillEnd) {
        if (i == TRIES) {
          throw itsChildrenStillEnd;
        }
        Files.deleteIfExists(lock);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
