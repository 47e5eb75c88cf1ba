package io.tongban.registry.jdbc;

import io.tongban.hub.test.TestHub;

class RecordLoadOnPostgresPropertiesTest extends RecordLoadProperties {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
