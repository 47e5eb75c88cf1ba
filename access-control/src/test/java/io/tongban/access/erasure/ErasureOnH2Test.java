package io.tongban.access.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.Erasures;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Backups;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

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

  @Test
  void aBackupOfARestoredHubThatForgotAgainHoldsNoTrace() throws Exception {
    use(PERSON);
    consent(PERSON);
    byte[] sealed = sealedSalt();
    byte[] salt = salt(sealed);
    Map<String, byte[]> sealedSalt = Map.of("sealed salt", sealed);
    assertThat(Traces.found(unpacked("before"), sealedSalt)).as("it can be found").isNotEmpty();
    hub.close();
    String restored = copy();
    hub = TestHub.start(url(), data());
    erase();
    restart(restored);
    assertThat(hub.get(Erasures.class).replay()).isOne();
    // H2 writes its file anew when it is closed
    restart(restored);
    Path after = unpacked("after");
    assertThat(Traces.found(after, Traces.forms(PERSON))).isEmpty();
    assertThat(Traces.found(after, Traces.forms(salt))).isEmpty();
    assertThat(Traces.found(after, sealedSalt)).isEmpty();
  }

  /** What a backup made now holds, each file unpacked. */
  private Path unpacked(String name) throws IOException {
    Path zip = folder.resolve(name + ".zip");
    try (Backups.Made made = hub.get(Backups.class).make(() -> hub.get(Erasures.class).journal());
        OutputStream out = Files.newOutputStream(zip)) {
      made.write(out);
    }
    Path unpacked = Files.createDirectories(folder.resolve(name));
    try (ZipFile entries = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : entries.stream().toList()) {
        Files.copy(entries.getInputStream(entry), unpacked.resolve(entry.getName()));
      }
      assertThat(entries.size()).isEqualTo(4);
    }
    return unpacked;
  }
}
