package io.tongban.ledger.openlineage;

import io.tongban.hub.test.TestHub;

class ReportedLineageOnH2Test extends ReportedLineageContract {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }
}
