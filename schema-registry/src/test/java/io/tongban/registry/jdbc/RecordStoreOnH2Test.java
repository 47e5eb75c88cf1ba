package io.tongban.registry.jdbc;

import io.tongban.hub.test.TestHub;

class RecordStoreOnH2Test extends RecordStoreTest {
  @Override
  protected TestHub start() {
    return TestHub.onH2();
  }
}
