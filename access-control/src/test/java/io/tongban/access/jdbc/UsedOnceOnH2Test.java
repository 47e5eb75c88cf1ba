package io.tongban.access.jdbc;

import io.tongban.hub.test.TestHub;

class UsedOnceOnH2Test extends UsedOnceTest {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }
}
