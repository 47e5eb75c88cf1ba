package io.tongban.access.judge;

import io.tongban.hub.test.TestHub;

class JudgeOnH2Test extends JudgeTest {
  @Override
  TestHub start() {
    return TestHub.onH2();
  }
}
