package io.tongban.hub.jdbc;

import io.tongban.hub.test.TestHub;

class JobsOnPostgresTest extends JobsTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
