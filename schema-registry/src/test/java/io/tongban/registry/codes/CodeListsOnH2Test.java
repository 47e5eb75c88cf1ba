package io.tongban.registry.codes;

import io.tongban.hub.test.TestHub;

class CodeListsOnH2Test extends CodeListsTest {
  @Override
  protected TestHub start() {
    return TestHub.onH2();
  }
}
