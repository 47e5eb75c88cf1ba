package io.tongban.federation.calcite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MariaDB server of Debian's package, started once a JVM in a folder of its own. Its texts
 * compare by the collation most installations have: without regard to case and trailing blanks.
 */
final class MariaServer {
  private static final String MISSING =
      "MariaDB IS NOT INSTALLED: its tests are SKIPPED. Install it: apt-get install -y"
          + " --no-install-recommends mariadb-server";
  private static int port;

  private MariaServer() {}

  /**
   * JDBC URL of a new, empty database; skips the test where there is no server. Not every session
   * of a source would set a mode, so neither does this.
   */
  static synchronized String database() {
    if (binary("mariadbd") == null || binary("mariadb-install-db") == null) {
      System.err.println("*** " + MISSING);
      Assumptions.abort(MISSING);
    }
    if (port == 0) {
      port = start();
    }
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    run(url("mysql"), "CREATE DATABASE " + name);
    return url(name);
  }

  static void run(String url, String sql) {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String url(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
  }

  private static Path binary(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/libexec")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private static int start() {
    try {
      Path folder = Files.createTempDirectory("tongban-mariadb");
      Path data = folder.resolve("data");
      install(folder, data);
      int free = freePort();
      Process server =
          new ProcessBuilder(
                  binary("mariadbd").toString(),
                  "--no-defaults",
                  "--datadir=" + data,
                  "--socket=" + folder.resolve("socket"),
                  "--pid-file=" + folder.resolve("pid"),
                  "--port=" + free,
                  "--bind-address=127.0.0.1",
                  "--skip-grant-tables",
                  "--innodb-buffer-pool-size=16M",
                  "--innodb-flush-log-at-trx-commit=0",
                  "--performance-schema=OFF",
                  "--character-set-server=utf8mb4",
                  "--collation-server=utf8mb4_general_ci",
                  "--sql-mode=",
                  "--user=" + user())
              .redirectErrorStream(true)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
      await(server);
      return free;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void install(Path folder, Path data) throws IOException {
    Process install =
        new ProcessBuilder(
                binary("mariadb-install-db").toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--user=" + user(),
                "--skip-test-db")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("install.log").toFile())
            .start();
    try {
      if (install.waitFor() != 0) {
        throw new IllegalStateException(
            "mariadb-install-db failed: " + Files.readString(folder.resolve("install.log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String user() {
    return ProcessHandle.current().info().user().orElse("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Its log says when it listens; the rest of it is read away, so that it never blocks. */
  private static void await(Process server) throws IOException {
    var log =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder told = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      told.append(line).append('\n');
      if (line.contains("ready for connections")) {
        Thread reader = new Thread(() -> log.lines().forEach(rest -> {}), "mariadb-log");
        reader.setDaemon(true);
        reader.start();
        return;
      }
    }
    throw new IllegalStateException("MariaDB did not start:\n" + told);
  }

  private static void stop(Process server, Path folder) {
    server.destroyForcibly();
    try {
      server.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> all = files.sorted(java.util.Comparator.reverseOrder()).toList();
        for (Path file : all) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
