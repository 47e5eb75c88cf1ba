package io.tongban.ledger.web3j;

import io.tongban.hub.test.TestHub;

/** Anchoring with the outbox in H2. */
class ChainAnchorsOnH2Test extends ChainAnchorsContract {
  @Override
  TestHub hub() {
    return TestHub.onH2();
  }
}
