package io.tongban.ledger;

import io.tongban.hub.test.TestHub;

class LogKeyOnPostgresTest extends LogKeyContract {
  private final String url = TestHub.postgresUrl();

  @Override
  String url() {
    return url;
  }
}
