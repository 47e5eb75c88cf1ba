package io.tongban.ledger.openlineage;

import io.tongban.hub.test.TestHub;

class LineageOnPostgresTest extends LineageContract {
  @Override
  TestHub open() {
    return TestHub.onPostgres();
  }
}
