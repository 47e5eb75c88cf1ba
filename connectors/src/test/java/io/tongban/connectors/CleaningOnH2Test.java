package io.tongban.connectors;

import io.tongban.hub.test.TestHub;

class CleaningOnH2Test extends CleaningContract {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
