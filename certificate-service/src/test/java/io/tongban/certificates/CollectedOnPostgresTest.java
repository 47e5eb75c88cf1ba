package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class CollectedOnPostgresTest extends CollectedTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
