package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class AuthorizationCodeOnH2Test extends AuthorizationCodeTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
