package io.tongban.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server that archives its write-ahead log, with base backups by the low-level
 * interface (PostgreSQL documentation, section 25.3.4) and recovery to a named point.
 */
final class ArchivedPostgres implements AutoCloseable {
  private static final String DATABASE = "hub";
  private static final long PATIENCE_SECONDS = 300;
  private static final long PAUSE_MILLIS = 50;

  /** What a base backup leaves out: what is another server's, and the log, which is archived. */
  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

  private final Path data;
  private final Path archive;
  private final EmbeddedPostgres server;

  private ArchivedPostgres(Path data, Path archive) throws IOException {
    this.data = data;
    this.archive = archive;
    this.server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("archive_mode", "on")
            .start();
  }

  /** A new server with an empty database. */
  static ArchivedPostgres create(Path data, Path archive) throws IOException, SQLException {
    Files.createDirectories(archive);
    ArchivedPostgres server = new ArchivedPostgres(data, archive);
    server.on("postgres", "CREATE DATABASE " + DATABASE);
    server.on("postgres", "ALTER SYSTEM SET archive_command = 'cp %p " + archive + "/%f'");
    server.on("postgres", "SELECT pg_reload_conf()");
    return server;
  }

  /** A server on a base backup that was recovered to a point and goes on from there. */
  static ArchivedPostgres recover(Path backup, Path archive, String point)
      throws IOException, SQLException, InterruptedException {
    Files.writeString(
        backup.resolve("postgresql.auto.conf"),
        """
        archive_command = 'true'
        restore_command = 'cp %s/%%f %%p'
        recovery_target_name = '%s'
        recovery_target_action = 'promote'
        """
            .formatted(archive, point),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Files.createFile(backup.resolve("recovery.signal"));
    ArchivedPostgres server = new ArchivedPostgres(backup, archive);
    server.await("SELECT NOT pg_is_in_recovery()");
    return server;
  }

  String url() {
    return server.getJdbcUrl("postgres", DATABASE);
  }

  /** Work to be done while a backup is under way. */
  interface Meanwhile {
    void run() throws Exception;
  }

  /** Copies the server's files while it is used. */
  void baseBackup(Path to, Meanwhile meanwhile) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('test', true)");
      copy(to);
      meanwhile.run();
      try (ResultSet stop = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(true)")) {
        stop.next();
        Files.writeString(to.resolve("backup_label"), stop.getString(1));
      }
    }
  }

  private void copy(Path to) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(data.relativize(folder).toString());
            Files.createDirectories(copy);
            Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path name = data.relativize(file);
            if (!LEFT_OUT.contains(name.toString()) && !name.startsWith("pg_wal")) {
              try {
                Files.copy(file, to.resolve(name.toString()), StandardCopyOption.COPY_ATTRIBUTES);
              } catch (NoSuchFileException gone) {
                // dropped meanwhile; the log has it
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Names this moment, to be recovered to. */
  void point(String name) throws SQLException {
    on("postgres", "SELECT pg_create_restore_point('" + name + "')");
  }

  /** Waits until everything up to now is in the archive. */
  void archived() throws SQLException, InterruptedException {
    String segment = on("postgres", "SELECT pg_walfile_name(pg_switch_wal())");
    await("SELECT last_archived_wal >= '" + segment + "' FROM pg_stat_archiver");
  }

  private String on(String database, String sql) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      try (ResultSet answer = statement.getResultSet()) {
        return answer.next() ? answer.getString(1) : null;
      }
    }
  }

  private void await(String condition) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!"t".equals(on("postgres", condition))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + PATIENCE_SECONDS + " s: " + condition);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
