package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class VerdictsOnH2Test extends VerdictsTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
