package io.tongban.ledger.web3j;

import io.tongban.hub.test.TestHub;

/** Anchoring with the outbox in PostgreSQL. */
class ChainAnchorsOnPostgresTest extends ChainAnchorsContract {
  @Override
  TestHub hub() {
    return TestHub.onPostgres();
  }
}
