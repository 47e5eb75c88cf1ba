package io.tongban.registry.jdbc;

import io.tongban.hub.test.TestHub;

class RecordStoreOnPostgresTest extends RecordStoreTest {
  @Override
  protected TestHub start() {
    return TestHub.onPostgres();
  }
}
