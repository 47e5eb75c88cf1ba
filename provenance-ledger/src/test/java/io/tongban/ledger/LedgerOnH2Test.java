package io.tongban.ledger;

import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class LedgerOnH2Test extends LedgerContract {
  @TempDir private Path data;
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

  @Override
  TestHub open() {
    return TestHub.start(url, data);
  }

  @Override
  TestHub another() {
    return TestHub.start(url, data);
  }
}
