package io.tongban.ledger;

import io.tongban.hub.test.TestHub;

class FsckOnPostgresTest extends FsckContract {
  @Override
  TestHub open() {
    return TestHub.onPostgres();
  }
}
