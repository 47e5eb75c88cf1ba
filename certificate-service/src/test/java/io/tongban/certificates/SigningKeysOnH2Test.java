package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class SigningKeysOnH2Test extends SigningKeysTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
