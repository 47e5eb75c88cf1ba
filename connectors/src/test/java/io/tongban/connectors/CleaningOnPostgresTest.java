package io.tongban.connectors;

import io.tongban.hub.test.TestHub;

class CleaningOnPostgresTest extends CleaningContract {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
