package io.tongban.registry.directory;

import io.tongban.hub.test.TestHub;

class RegistryOnH2Test extends RegistryTest {
  @Override
  protected TestHub start() {
    return TestHub.onH2();
  }
}
