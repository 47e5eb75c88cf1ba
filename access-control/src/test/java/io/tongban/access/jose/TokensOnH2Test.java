package io.tongban.access.jose;

import io.tongban.hub.test.TestHub;

class TokensOnH2Test extends TokensTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
