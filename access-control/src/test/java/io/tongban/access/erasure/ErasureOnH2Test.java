package io.tongban.access.erasure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ErasureOnH2Test extends ErasureTest {
  @Override
  String url() {
    return "jdbc:h2:file:" + folder.resolve("h2/hub");
  }

  @Override
  Path files() {
    return folder.resolve("h2");
  }

  @Override
  String copy() throws IOException {
    Files.createDirectories(folder.resolve("copy"));
    Files.copy(folder.resolve("h2/hub.mv.db"), folder.resolve("copy/hub.mv.db"));
    return "jdbc:h2:file:" + folder.resolve("copy/hub");
  }

  @Override
  Path saltFiles() {
    return files();
  }
}
