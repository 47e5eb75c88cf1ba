package io.tongban.ledger;

import io.tongban.hub.test.TestHub;

class LogWitnessOnH2Test extends LogWitnessContract {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }
}
