package io.tongban.certificates.show;

import io.tongban.hub.test.TestHub;

class ShowOnPostgresTest extends ShowTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
