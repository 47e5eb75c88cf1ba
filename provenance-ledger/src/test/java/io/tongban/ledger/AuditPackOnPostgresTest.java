package io.tongban.ledger;

import io.tongban.hub.test.TestHub;

class AuditPackOnPostgresTest extends AuditPackContract {
  @Override
  TestHub open() {
    return TestHub.onPostgres();
  }
}
