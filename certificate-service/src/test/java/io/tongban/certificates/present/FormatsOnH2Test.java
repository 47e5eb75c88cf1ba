package io.tongban.certificates.present;

import io.tongban.hub.test.TestHub;

class FormatsOnH2Test extends FormatsTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
