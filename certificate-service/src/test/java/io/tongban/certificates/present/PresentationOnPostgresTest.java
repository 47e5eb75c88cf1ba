package io.tongban.certificates.present;

import io.tongban.hub.test.TestHub;

class PresentationOnPostgresTest extends PresentationTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
