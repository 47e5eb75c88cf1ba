package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class WalletFlowsOnH2Test extends WalletFlowsTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
