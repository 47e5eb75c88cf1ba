package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class VerdictsOnPostgresTest extends VerdictsTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
