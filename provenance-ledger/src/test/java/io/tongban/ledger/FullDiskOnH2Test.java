package io.tongban.ledger;

import io.tongban.hub.test.TestHub;

class FullDiskOnH2Test extends FullDiskTest {
  @Override
  TestHub open() {
    return TestHub.onH2(disk);
  }
}
