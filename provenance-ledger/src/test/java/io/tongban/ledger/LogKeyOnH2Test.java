package io.tongban.ledger;

import java.util.UUID;

class LogKeyOnH2Test extends LogKeyContract {
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

  @Override
  String url() {
    return url;
  }
}
