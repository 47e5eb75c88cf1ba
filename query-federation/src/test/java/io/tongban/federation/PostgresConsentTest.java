package io.tongban.federation;

import io.tongban.hub.test.TestHub;

class PostgresConsentTest extends ConsentTestBase {
  @Override
  TestHub hub() {
    return TestHub.onPostgres();
  }
}
