package io.tongban.access.jose;

import io.tongban.hub.test.TestHub;

class TokensOnPostgresTest extends TokensTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
