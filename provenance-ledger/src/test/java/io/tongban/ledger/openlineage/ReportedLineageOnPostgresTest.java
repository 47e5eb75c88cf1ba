package io.tongban.ledger.openlineage;

import io.tongban.hub.test.TestHub;

class ReportedLineageOnPostgresTest extends ReportedLineageContract {
  @Override
  TestHub open() {
    return TestHub.onPostgres();
  }
}
