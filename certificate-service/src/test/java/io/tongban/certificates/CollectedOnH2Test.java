package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class CollectedOnH2Test extends CollectedTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
