package io.tongban.certificates.jdbc;

import io.tongban.hub.test.TestHub;

class StatusListPlacesOnH2Test extends StatusListPlacesTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
