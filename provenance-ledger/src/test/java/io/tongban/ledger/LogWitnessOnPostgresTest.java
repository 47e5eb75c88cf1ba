package io.tongban.ledger;

import io.tongban.hub.test.TestHub;

class LogWitnessOnPostgresTest extends LogWitnessContract {
  @Override
  TestHub open() {
    return TestHub.onPostgres();
  }
}
