package io.tongban.certificates.present;

import io.tongban.hub.test.TestHub;

class CallbackOnPostgresTest extends CallbackTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
