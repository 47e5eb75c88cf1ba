package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class WalletFlowsOnPostgresTest extends WalletFlowsTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
