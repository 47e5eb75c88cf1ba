package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class SourceChangesOnPostgresTest extends SourceChangesTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
