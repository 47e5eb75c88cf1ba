package io.tongban.hub.definitions;

import io.tongban.hub.test.TestHub;

class DefinitionsOnH2Test extends DefinitionsTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
