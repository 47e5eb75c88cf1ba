package io.tongban.api.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.tongban.api.TongbanConfig;
import io.tongban.ledger.AnchorFees;
import io.tongban.ledger.AnchorRhythm;
import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.AnchorSigner;
import io.tongban.ledger.ChainFinality;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnchorCompositionTest {
  private static final String KEY = "ab".repeat(32);
  private static final String ADDRESS = "0x" + "Cd".repeat(20);

  private static Optional<AnchorSettings> settings(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    values.put("tongban.public-url", "http://localhost:8080");
    values.put("tongban.region", "CN");
    values.put("tongban.zone", "UTC");
    values.put("tongban.data", "data");
    values.put("tongban.bind", "127.0.0.1");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("tongban.anchor." + keysAndValues[i], keysAndValues[i + 1]);
    }
    TongbanConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(TongbanConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(TongbanConfig.class);
    return AnchorComposition.settings(config.anchor());
  }

  private static void fault(String words, String... keysAndValues) {
    assertThatThrownBy(() -> settings(keysAndValues))
        .hasMessageContaining("settings-unsafe")
        .hasMessageContaining(words)
        .hasMessageNotContaining(KEY)
        .hasNoCause();
  }

  @Test
  void withoutANodeThereIsNoChain() {
    assertThat(settings()).isEmpty();
    assertThat(settings("key", KEY)).isEmpty();
  }

  @Test
  void aKeyIsEnough() {
    assertThat(settings("rpc-url", "http://node:8545", "chain-id", "20200", "key", KEY))
        .contains(
            new AnchorSettings(
                URI.create("http://node:8545"),
                20200,
                new AnchorSigner.HexKey(KEY),
                null,
                new ChainFinality.Depth(0),
                AnchorFees.usual(),
                AnchorRhythm.onDemand()));
  }

  @Test
  void everySettingIsRead() {
    AnchorSettings all =
        settings(
                "rpc-url", "http://node:8545",
                "chain-id", "1",
                "signer-url", "http://signer:9000",
                "signer-address", ADDRESS,
                "contract", ADDRESS,
                "confirmations", "finalized",
                "max-fee", "50000000000",
                "raise-after-blocks", "5",
                "every", "PT10M",
                "every-entries", "1000")
            .orElseThrow();
    assertThat(all.signer())
        .isEqualTo(new AnchorSigner.Remote(URI.create("http://signer:9000"), ADDRESS));
    assertThat(all.contractAddress()).isEqualTo(ADDRESS);
    assertThat(all.finality()).isEqualTo(new ChainFinality.Finalized());
    assertThat(all.fees()).isEqualTo(new AnchorFees(BigInteger.valueOf(50_000_000_000L), 5));
    assertThat(all.rhythm()).isEqualTo(new AnchorRhythm(Duration.ofMinutes(10), 1000));
    assertThat(
            settings(
                    "rpc-url", "http://node:8545",
                    "chain-id", "1",
                    "keystore", "/k.json",
                    "keystore-password-file", "/pw")
                .orElseThrow()
                .signer())
        .isEqualTo(new AnchorSigner.Keystore(Path.of("/k.json"), Path.of("/pw")));
  }

  @Test
  void whatIsMissingOrWrongIsNamedWithoutItsValue() {
    String url = "http://node:8545";
    fault("chain-id is missing", "rpc-url", url, "key", KEY);
    fault("exactly one", "rpc-url", url, "chain-id", "1");
    fault("here are 2", "rpc-url", url, "chain-id", "1", "key", KEY, "keystore", "/k.json");
    fault("anchor.key cannot", "rpc-url", url, "chain-id", "1", "key", KEY + "0");
    fault("keystore-password-file", "rpc-url", url, "chain-id", "1", "keystore", "/k.json");
    fault("signer-address is missing", "rpc-url", url, "chain-id", "1", "signer-url", url);
    String[] right = {"rpc-url", url, "chain-id", "1", "key", KEY};
    fault("contract", and(right, "contract", "0x12"));
    fault("confirmations", and(right, "confirmations", "safe"));
    fault("confirmations", and(right, "confirmations", "-1"));
    fault("raise-after-blocks", and(right, "raise-after-blocks", "0"));
    fault("every", and(right, "every", "PT0S"));
  }

  private static String[] and(String[] right, String key, String value) {
    String[] all = java.util.Arrays.copyOf(right, right.length + 2);
    all[right.length] = key;
    all[right.length + 1] = value;
    return all;
  }
}
