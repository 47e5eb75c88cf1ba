package io.tongban.certificates;

import io.tongban.hub.test.TestHub;

class WalletRulesOnPostgresTest extends WalletRulesTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
