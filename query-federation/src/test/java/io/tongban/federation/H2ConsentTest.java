package io.tongban.federation;

import io.tongban.hub.test.TestHub;

class H2ConsentTest extends ConsentTestBase {
  @Override
  TestHub hub() {
    return TestHub.onH2();
  }
}
