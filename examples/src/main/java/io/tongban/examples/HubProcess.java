package io.tongban.examples;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The hub as a process of its own. */
final class HubProcess implements AutoCloseable {
  private final Process process;
  private final URI url;
  private final Path log;

  private HubProcess(Process process, URI url, Path log) {
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /**
   * Starts the hub and waits until it is ready.
   *
   * @param home the checkout
   * @param data its data directory
   * @param port 0 for a free one
   * @param environment variables for its sources
   * @param properties settings, {@code tongban.…}
   */
  static HubProcess start(
      Path home,
      Path data,
      int port,
      Map<String, String> environment,
      Map<String, String> properties)
      throws IOException, InterruptedException {
    int chosen = port == 0 ? freePort() : port;
    Files.createDirectories(data);
    Path log = data.resolve("hub.log");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(serverFlags());
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    URI url = URI.create("http://localhost:" + chosen);
    command.add("-Dquarkus.http.port=" + chosen);
    command.add("-Dtongban.data=" + data.toAbsolutePath());
    if (!properties.containsKey("tongban.public-url")) {
      command.add("-Dtongban.public-url=" + url);
    }
    String classPath = System.getenv("TONGBAN_SERVER_PATH");
    if (classPath == null) {
      command.addAll(
          List.of("-jar", home.resolve("api/target/quarkus-app/quarkus-run.jar").toString()));
    } else {
      command.addAll(List.of("-cp", classPath, "io.quarkus.runner.GeneratedMain"));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    // glibc would otherwise keep a heap of its own for every few threads
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    HubProcess hub = new HubProcess(builder.start(), url, log);
    Runtime.getRuntime().addShutdownHook(new Thread(hub.process::destroy));
    hub.awaitReady();
    return hub;
  }

  private static List<String> serverFlags() {
    String flags = System.getenv("TONGBAN_SERVER_FLAGS");
    return flags == null || flags.isBlank()
        ? List.of("-Xmx512m")
        : List.of(flags.trim().split(" +"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest ready =
        HttpRequest.newBuilder(url.resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < deadline) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException("the hub stopped while starting; its last words:\n" + tail());
      }
      try {
        if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // it does not listen yet: ask again until the deadline
      }
    }
    throw new IOException("the hub was not ready within 90 seconds; its last words:\n" + tail());
  }

  private String tail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
  }

  URI url() {
    return url;
  }

  /** Resident memory of the hub in MiB, or -1 where the system does not tell. */
  long residentMegabytes() throws IOException {
    File status = new File("/proc/" + process.pid() + "/status");
    if (!status.canRead()) {
      return -1;
    }
    return Files.readAllLines(status.toPath()).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }

  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
