package io.tongban.federation;

import io.tongban.hub.test.TestHub;

class PostgresFederationTest extends FederationTestBase {
  @Override
  TestHub hub() {
    return TestHub.onPostgres();
  }
}
