package io.tongban.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Settings of the hub that tests run: a free port, a fresh folder, a database in memory. */
public final class HubUnderTest implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    try (ServerSocket free = new ServerSocket(0)) {
      Path data = Files.createTempDirectory("tongban-api-test");
      return Map.of(
          "quarkus.http.test-port",
          Integer.toString(free.getLocalPort()),
          "tongban.public-url",
          "http://127.0.0.1:" + free.getLocalPort(),
          "tongban.data",
          data.toString(),
          "tongban.database",
          "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
          "tongban.example",
          "true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    // the database is in memory; the folder holds keys of no worth
  }
}
