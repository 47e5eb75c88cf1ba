package io.tongban.certificates.show;

import io.tongban.hub.test.TestHub;

class ShowOnH2Test extends ShowTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
