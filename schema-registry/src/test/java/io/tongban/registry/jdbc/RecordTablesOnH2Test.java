package io.tongban.registry.jdbc;

import io.tongban.hub.test.TestHub;
import java.nio.file.Path;

class RecordTablesOnH2Test extends RecordTablesTest {
  @Override
  protected TestHub start() {
    return TestHub.onH2();
  }

  @Override
  TestHub startIn(Path folder) {
    return TestHub.onH2(folder);
  }
}
