package io.tongban.access.judge;

import io.tongban.hub.test.TestHub;

class ConsentOnH2Test extends ConsentTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
