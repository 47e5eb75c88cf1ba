package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class WalletRulesOnH2Test extends WalletRulesTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
