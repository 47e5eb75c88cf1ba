package io.tongban.hub.jdbc;

import io.tongban.hub.test.TestHub;

class InGroupOnPostgresTest extends InGroupTest {
  @Override
  TestHub open() {
    return TestHub.onPostgres();
  }
}
