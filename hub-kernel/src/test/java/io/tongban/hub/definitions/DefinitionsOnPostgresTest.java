package io.tongban.hub.definitions;

import io.tongban.hub.test.TestHub;

class DefinitionsOnPostgresTest extends DefinitionsTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
