package io.tongban.ledger;

import io.tongban.hub.test.TestHub;

class AuditPackOnH2Test extends AuditPackContract {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }
}
