package io.tongban.certificates.present;

import io.tongban.hub.test.TestHub;

class PresentationOnH2Test extends PresentationTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
