package io.tongban.certificates.jdbc;

import io.tongban.hub.test.TestHub;

class StatusListPlacesOnPostgresTest extends StatusListPlacesTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
