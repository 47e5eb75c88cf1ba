package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class SourceChangesOnH2Test extends SourceChangesTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
