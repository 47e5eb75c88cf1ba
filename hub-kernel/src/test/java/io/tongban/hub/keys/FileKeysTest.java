package io.tongban.hub.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.HubKeys;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeysTest {
  @Test
  void keepsKeysAndOnlyTheHubsUserReadsThem(@TempDir Path data) throws IOException {
    byte[] seed;
    byte[] derived;
    KeyPair pair;
    try (TestHub hub = TestHub.onH2(data)) {
      HubKeys keys = hub.get(HubKeys.class);
      seed = keys.ed25519Seed("ledger");
      derived = keys.derive("salts", 48);
      pair = keys.ec256("issuer");
    }
    try (TestHub hub = TestHub.onH2(data)) {
      HubKeys keys = hub.get(HubKeys.class);
      assertThat(keys.ed25519Seed("ledger")).isEqualTo(seed).hasSize(32);
      assertThat(keys.derive("salts", 48)).isEqualTo(derived).hasSize(48);
      assertThat(keys.derive("other", 48)).isNotEqualTo(derived);
      assertThat(keys.ec256("issuer").getPrivate()).isEqualTo(pair.getPrivate());
      assertThat(keys.ec256("another").getPrivate()).isNotEqualTo(pair.getPrivate());
    }
    for (Path file : files(data.resolve("keys"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aDamagedKeyIsAProblem(@TempDir Path data) throws IOException {
    Files.createDirectories(data.resolve("keys"));
    Files.write(data.resolve("keys/issuer.p256"), new byte[] {0, 2, 1, 1, 3});
    try (TestHub hub = TestHub.onH2(data)) {
      assertThatThrownBy(() -> hub.get(HubKeys.class).ec256("issuer"))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("issuer is damaged");
    }
  }
}
