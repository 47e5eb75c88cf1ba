package io.tongban.registry.directory;

import io.tongban.hub.test.TestHub;

class RegistryOnPostgresTest extends RegistryTest {
  @Override
  protected TestHub start() {
    return TestHub.onPostgres();
  }
}
