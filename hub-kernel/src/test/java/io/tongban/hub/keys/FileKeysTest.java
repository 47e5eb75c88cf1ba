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
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource(HubKeys.Curve.class)
  void aNameHasOneKeyOnEachCurve(HubKeys.Curve curve, @TempDir Path data) {
    KeyPair pair;
    try (TestHub hub = TestHub.onH2(data)) {
      pair = hub.get(HubKeys.class).ec("issuer", curve);
    }
    try (TestHub hub = TestHub.onH2(data)) {
      HubKeys keys = hub.get(HubKeys.class);
      assertThat(keys.ec("issuer", curve).getPrivate()).isEqualTo(pair.getPrivate());
      ECPublicKey key = (ECPublicKey) keys.ec("issuer", curve).getPublic();
      assertThat(key.getParams().getOrder().toString(16)).endsWith(endOfOrder(curve));
      assertThat(
              Arrays.stream(HubKeys.Curve.values())
                  .map(each -> keys.ec("issuer", each).getPublic())
                  .distinct())
          .hasSize(HubKeys.Curve.values().length);
    }
  }

  /** SEC 2, sections 2.4.2 and 2.5.1; GM/T 0003.5. */
  private static String endOfOrder(HubKeys.Curve curve) {
    return switch (curve) {
      case P256 -> "fc632551";
      case P384 -> "ccc52973";
      case SM2 -> "39d54123";
    };
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
