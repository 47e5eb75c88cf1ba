package io.tongban.hub.jdbc;

import io.tongban.hub.test.TestHub;

class JobsOnH2Test extends JobsTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
