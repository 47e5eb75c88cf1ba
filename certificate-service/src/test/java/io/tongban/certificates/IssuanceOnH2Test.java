package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class IssuanceOnH2Test extends IssuanceTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
