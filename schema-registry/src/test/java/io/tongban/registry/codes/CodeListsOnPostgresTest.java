package io.tongban.registry.codes;

import io.tongban.hub.test.TestHub;

class CodeListsOnPostgresTest extends CodeListsTest {
  @Override
  protected TestHub start() {
    return TestHub.onPostgres();
  }
}
