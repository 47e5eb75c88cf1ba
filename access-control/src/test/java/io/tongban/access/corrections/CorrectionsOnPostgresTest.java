package io.tongban.access.corrections;

import io.tongban.hub.test.TestHub;

class CorrectionsOnPostgresTest extends CorrectionsTest {
  @Override
  TestHub open() {
    return TestHub.onPostgres();
  }
}
