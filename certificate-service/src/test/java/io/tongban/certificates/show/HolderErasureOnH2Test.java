package io.tongban.certificates.show;

import io.tongban.hub.test.TestHub;

class HolderErasureOnH2Test extends HolderErasureTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
