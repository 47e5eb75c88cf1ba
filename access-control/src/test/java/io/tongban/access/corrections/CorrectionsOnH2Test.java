package io.tongban.access.corrections;

import io.tongban.hub.test.TestHub;

class CorrectionsOnH2Test extends CorrectionsTest {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }
}
