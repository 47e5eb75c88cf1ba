package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class IssuanceOnPostgresTest extends IssuanceTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
