package io.tongban.federation;

import io.tongban.hub.test.TestHub;

class PostgresCursorsTest extends CursorsTestBase {
  @Override
  TestHub hub() {
    return TestHub.onPostgres();
  }
}
