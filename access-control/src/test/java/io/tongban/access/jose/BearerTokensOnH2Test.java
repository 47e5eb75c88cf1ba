package io.tongban.access.jose;

import io.tongban.hub.test.TestHub;

class BearerTokensOnH2Test extends BearerTokensTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
