package io.tongban.certificates;

import io.tongban.hub.test.TestHub;
import java.util.Map;

class MigrationsOnPostgresTest extends MigrationsTest {
  @Override
  String newDatabase() {
    return TestHub.postgresUrl();
  }

  @Override
  String direct(String url) {
    return url;
  }

  @Override
  Map<String, String> placeholders() {
    return Map.of("schema", "certificates", "bytes", "BYTEA", "text", "TEXT", "onlyH2", "-- ");
  }
}
