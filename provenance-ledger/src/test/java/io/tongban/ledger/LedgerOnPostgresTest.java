package io.tongban.ledger;

import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LedgerOnPostgresTest extends LedgerContract {
  @TempDir private Path data;
  private final String url = TestHub.postgresUrl();

  @Override
  TestHub open() {
    return TestHub.start(url, data);
  }

  @Override
  TestHub another() {
    return TestHub.start(url, data);
  }
}
