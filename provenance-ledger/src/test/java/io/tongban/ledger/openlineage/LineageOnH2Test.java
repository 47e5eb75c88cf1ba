package io.tongban.ledger.openlineage;

import io.tongban.hub.test.TestHub;

class LineageOnH2Test extends LineageContract {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }
}
