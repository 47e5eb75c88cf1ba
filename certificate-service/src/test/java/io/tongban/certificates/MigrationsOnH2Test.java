package io.tongban.certificates;

import java.util.Map;
import java.util.UUID;

class MigrationsOnH2Test extends MigrationsTest {
  @Override
  String newDatabase() {
    return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  }

  @Override
  String direct(String url) {
    return url + ";DATABASE_TO_LOWER=TRUE";
  }

  @Override
  Map<String, String> placeholders() {
    return Map.of(
        "schema", "certificates",
        "bytes", "VARBINARY(16777216)",
        "text", "VARCHAR(16777216)",
        "onlyH2", "");
  }
}
