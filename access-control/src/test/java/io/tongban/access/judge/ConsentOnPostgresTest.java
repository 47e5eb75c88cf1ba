package io.tongban.access.judge;

import io.tongban.hub.test.TestHub;

class ConsentOnPostgresTest extends ConsentTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
