package io.tongban.access.jdbc;

import io.tongban.hub.test.TestHub;

class SubjectsOnPostgresTest extends SubjectsTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
