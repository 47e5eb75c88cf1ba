package io.tongban.hub.jdbc;

import io.tongban.hub.test.TestHub;

class InGroupOnH2Test extends InGroupTest {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }
}
