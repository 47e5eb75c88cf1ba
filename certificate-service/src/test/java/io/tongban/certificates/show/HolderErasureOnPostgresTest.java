package io.tongban.certificates.show;

import io.tongban.hub.test.TestHub;

class HolderErasureOnPostgresTest extends HolderErasureTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
