package io.tongban.certificates.present;

import io.tongban.hub.test.TestHub;

class FormatsOnPostgresTest extends FormatsTest {
  @Override
  TestHub start() {
    return TestHub.onPostgres();
  }
}
