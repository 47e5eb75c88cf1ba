package io.tongban.connectors;

import io.tongban.hub.test.TestHub;

class BadInputOnH2Test extends BadInputContract {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
