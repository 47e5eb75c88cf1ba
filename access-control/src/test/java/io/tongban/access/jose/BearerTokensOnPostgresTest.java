package io.tongban.access.jose;

import io.tongban.hub.test.TestHub;

class BearerTokensOnPostgresTest extends BearerTokensTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
