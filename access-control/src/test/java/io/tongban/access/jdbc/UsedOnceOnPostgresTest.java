package io.tongban.access.jdbc;

import io.tongban.hub.test.TestHub;

class UsedOnceOnPostgresTest extends UsedOnceTest {
  @Override
  TestHub open() {
    return TestHub.onPostgres();
  }
}
