package io.tongban.federation;

import io.tongban.hub.test.TestHub;

class H2FederationTest extends FederationTestBase {
  @Override
  TestHub hub() {
    return TestHub.onH2();
  }
}
