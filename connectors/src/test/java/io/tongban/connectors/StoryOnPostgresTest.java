package io.tongban.connectors;

import io.tongban.hub.test.TestHub;

class StoryOnPostgresTest extends StoryContract {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
