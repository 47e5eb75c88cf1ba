package io.tongban.connectors;

import io.tongban.hub.test.TestHub;

class StoryOnH2Test extends StoryContract {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
