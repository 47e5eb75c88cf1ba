package io.tongban.registry.jdbc;

import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class RecordTablesOnPostgresTest extends RecordTablesTest {
  private final Map<Path, String> urls = new HashMap<>();

  @Override
  protected TestHub start() {
    return TestHub.onPostgres();
  }

  @Override
  TestHub startIn(Path folder) {
    return TestHub.start(urls.computeIfAbsent(folder, path -> TestHub.postgresUrl()), folder);
  }
}
