package io.tongban.registry.jdbc;

import io.tongban.hub.test.TestHub;

class RecordLoadOnH2PropertiesTest extends RecordLoadProperties {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
