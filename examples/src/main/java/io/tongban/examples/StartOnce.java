package io.tongban.examples;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Starts a hub, takes the time until its first answer from the registry, and stops it. For the
 * benchmarks.
 */
final class StartOnce {
  private StartOnce() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = Options.parse(args, "home", "data");
    Path home = Path.of(options.get("home", "."));
    Path data = Path.of(options.get("data", "."));
    Files.createDirectories(data);
    long start = System.nanoTime();
    try (HubProcess hub = HubProcess.start(home, data, 0, Map.of(), Map.of())) {
      int status =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(hub.url().resolve("/v1/directory")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println(
          HubClient.JSON.createObjectNode().put("status", status).put("seconds", seconds));
    }
    System.exit(0);
  }
}
