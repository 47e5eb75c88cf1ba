package io.tongban.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts processes of a hub that will be killed, again and again on one port and one data. */
final class CrashHub {
  private static final Pattern ABOVE =
      Pattern.compile(
          "(schema-registry|access-control|connectors|query-federation|certificate-service|examples)"
              + "(-[0-9][^/\\\\]*\\.jar|[/\\\\]target[/\\\\]classes)$");

  private final List<String> command;
  private final Path data;
  private final int port;

  private CrashHub(List<String> command, Path data, int port) {
    this.command = command;
    this.data = data;
    this.port = port;
  }

  /** A running process and the message of a point that its writer stands at. */
  record Running(Process process, CompletableFuture<String> stands) {
    /** Kill -9. */
    void kill() {
      process.destroyForcibly();
      process.onExit().join();
    }

    /** Lets the writer go on that stands at a point. */
    void release() throws IOException {
      process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
    }

    /** Sends the process a signal, such as {@code STOP} or {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }
  }

  /** The hub's modules ({@link CrashNode}). */
  static CrashHub modules(String database, Path data) throws IOException {
    int port = freePort();
    List<String> command =
        java(CrashNode.class, "-Xmx256m", database, data.toString(), String.valueOf(port));
    return new CrashHub(command, data, port);
  }

  /** The packaged hub, as {@code ./tongban run} starts it. */
  static CrashHub packaged(Path home, String database, Path data) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(javaBinary());
    Collections.addAll(
        command,
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-Dquarkus.http.port=" + port,
        "-Dtongban.data=" + data.toAbsolutePath(),
        "-Dtongban.public-url=http://localhost:" + port);
    if (database != null) {
      command.add("-Dtongban.database=" + database);
    }
    command.add("-jar");
    command.add(home.resolve("api/target/quarkus-app/quarkus-run.jar").toString());
    return new CrashHub(command, data, port);
  }

  /** A command that runs a class of the benches in a JVM of its own. */
  static List<String> java(Class<?> main, String heap, String... arguments) {
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        javaBinary(),
        heap,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-cp",
        classPath(),
        main.getName());
    Collections.addAll(command, arguments);
    return command;
  }

  /** Without the modules above the ledger: a node then starts in half the time. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !ABOVE.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String javaBinary() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  URI url() {
    return URI.create("http://localhost:" + port);
  }

  Running start() throws IOException {
    return start(null, 0);
  }

  /**
   * Starts a process.
   *
   * @param point where its ledger's writer will stand still, or null
   * @param group at which group of entries, from 1
   */
  Running start(CrashPoint point, int group) throws IOException {
    List<String> line = new ArrayList<>(command);
    if (point != null) {
      line.add(point.name());
      line.add(String.valueOf(group));
    }
    Process process =
        new ProcessBuilder(line)
            .redirectError(
                ProcessBuilder.Redirect.appendTo(data.resolve("crash-" + port + ".log").toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    CompletableFuture<String> stands = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, stands), "hub-output");
    reader.setDaemon(true);
    reader.start();
    return new Running(process, stands);
  }

  private static void read(Process process, CompletableFuture<String> stands) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String text = out.readLine(); text != null; text = out.readLine()) {
        if (text.startsWith(CrashPoints.AT)) {
          stands.complete(text);
        }
      }
    } catch (IOException killed) {
      // its end was wanted
    }
  }
}
