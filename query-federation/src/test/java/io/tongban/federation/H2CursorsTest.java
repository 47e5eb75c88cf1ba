package io.tongban.federation;

import io.tongban.hub.test.TestHub;

class H2CursorsTest extends CursorsTestBase {
  @Override
  TestHub hub() {
    return TestHub.onH2();
  }
}
