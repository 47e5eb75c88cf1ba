package io.tongban.access.judge;

import io.tongban.hub.test.TestHub;

class JudgeOnPostgresTest extends JudgeTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
