package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class AuthorizationCodeOnPostgresTest extends AuthorizationCodeTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
