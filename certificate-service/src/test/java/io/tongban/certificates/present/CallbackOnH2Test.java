package io.tongban.certificates.present;

import io.tongban.hub.test.TestHub;

class CallbackOnH2Test extends CallbackTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
