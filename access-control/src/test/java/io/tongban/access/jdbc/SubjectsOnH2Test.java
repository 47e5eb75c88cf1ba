package io.tongban.access.jdbc;

import io.tongban.hub.test.TestHub;

class SubjectsOnH2Test extends SubjectsTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
