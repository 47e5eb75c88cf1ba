package io.tongban.ledger;

import io.tongban.hub.test.TestHub;

class FsckOnH2Test extends FsckContract {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }
}
