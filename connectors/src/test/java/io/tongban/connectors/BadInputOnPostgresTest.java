package io.tongban.connectors;

import io.tongban.hub.test.TestHub;

class BadInputOnPostgresTest extends BadInputContract {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
