package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class SigningKeysOnPostgresTest extends SigningKeysTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
