package io.tongban.benchmarks;

import io.tongban.hub.Database;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.jdbc.OpenDatabase;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A kind of database to keep ledgers in, and ledgers in it. */
final class LedgerStore implements AutoCloseable {
  private static final String POSTGRES_PID = "postmaster.pid";
  private final Path folder;
  private final EmbeddedPostgres server;

  private LedgerStore(Path folder, EmbeddedPostgres server) {
    this.folder = folder;
    this.server = server;
  }

  /** H2 files, opened as the hub opens them. */
  static LedgerStore h2() throws IOException {
    return new LedgerStore(Files.createTempDirectory("tongban-bench-ledger"), null);
  }

  /** A PostgreSQL server that nobody has tuned. */
  static LedgerStore postgres() throws IOException {
    Path folder = Files.createTempDirectory("tongban-bench-ledger");
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("postgres"))
            // the library's own default is off
            .setServerConfig("synchronous_commit", "on")
            .setPGStartupWait(Duration.ofMinutes(1))
            .start();
    return new LedgerStore(folder, server);
  }

  /** {@code h2} or {@code pg}. */
  String name() {
    return server == null ? "h2" : "pg";
  }

  boolean onH2() {
    return server == null;
  }

  private String url(String database) {
    if (server == null) {
      return "jdbc:h2:file:" + folder.resolve(database).resolve("hub");
    }
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return server.getJdbcUrl("postgres", database);
  }

  private Path home(String database) {
    try {
      return Files.createDirectories(folder.resolve(database));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fresh() {
    return "b" + UUID.randomUUID().toString().replace("-", "");
  }

  /** A new ledger. */
  Log log() {
    String database = fresh();
    return new Log(TestHub.start(url(database), home(database)), database);
  }

  /** The tables and indexes of a ledger, without one. */
  OpenDatabase bare() {
    String database = fresh();
    String url = url(database);
    HubSettings settings =
        new HubSettings(
            URI.create("http://hub.test"),
            "GB",
            "hub.test/bare",
            ZoneId.of("UTC"),
            home(database),
            onH2() ? url : url + "&reWriteBatchedInserts=true",
            true);
    OpenDatabase open = new OpenDatabase(settings);
    open.database().migrate("ledger");
    return open;
  }

  /** A ledger. */
  final class Log implements AutoCloseable {
    private final TestHub hub;
    private final String database;

    private Log(TestHub hub, String database) {
      this.hub = hub;
      this.database = database;
    }

    Ledger ledger() {
      return hub.get(Ledger.class);
    }

    Ids ids() {
      return hub.get(Ids.class);
    }

    Database database() {
      return hub.get(Database.class);
    }

    DataSource rows() {
      return database().dataSource();
    }

    /** What its database takes on the disk. */
    long bytes() throws IOException, SQLException {
      if (onH2()) {
        return Files.size(folder.resolve(database).resolve("hub.mv.db"));
      }
      try (var connection = rows().getConnection();
          var statement = connection.createStatement();
          var size = statement.executeQuery("SELECT pg_database_size(current_database())")) {
        size.next();
        return size.getLong(1);
      }
    }

    /** Of an H2 ledger, also its file. */
    @Override
    public void close() throws IOException {
      hub.close();
      delete(folder.resolve(database));
    }
  }

  /** CPU time of this process and of the server, in ns. */
  long cpuNanos() throws IOException {
    long own = cpu(ProcessHandle.current());
    if (server == null) {
      return own;
    }
    List<String> lock = Files.readAllLines(folder.resolve("postgres").resolve(POSTGRES_PID));
    return own
        + ProcessHandle.of(Long.parseLong(lock.get(0).strip())).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(LedgerStore::cpu)
            .sum();
  }

  private static long cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
    delete(folder);
  }
}
