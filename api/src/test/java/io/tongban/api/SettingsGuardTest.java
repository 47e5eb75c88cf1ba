package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsGuardTest {
  @Test
  void aHubOnThisMachineMayStart() {
    assertThat(SettingsGuard.faults(config(Map.of()))).isEmpty();
    assertThat(SettingsGuard.faults(config(Map.of("tongban.example", "true")))).isEmpty();
    assertThat(SettingsGuard.faults(config(Map.of("tongban.public-url", "https://hub.example"))))
        .isEmpty();
  }

  @Test
  void demoIdentitiesAreRefusedOutsideAnExampleHub() {
    TongbanConfig config = config(Map.of("tongban.login.demo", "true"));
    assertThat(SettingsGuard.faults(config))
        .singleElement()
        .asString()
        .contains("tongban.login.demo")
        .contains("tongban.example");
  }

  @Test
  void plainHttpOnAPublicHostIsRefused() {
    TongbanConfig config = config(Map.of("tongban.public-url", "http://hub.example"));
    assertThat(SettingsGuard.faults(config)).singleElement().asString().contains("public-url");
  }

  @Test
  void allFaultsAreNamedAtOnce() {
    TongbanConfig config =
        config(Map.of("tongban.public-url", "ftp://hub.example", "tongban.login.demo", "true"));
    assertThat(SettingsGuard.faults(config)).hasSize(2);
  }

  @Test
  void anExampleHubOnAPublicHostIsWarnedOf() {
    TongbanConfig config =
        config(Map.of("tongban.public-url", "https://demo.example", "tongban.example", "true"));
    assertThat(SettingsGuard.faults(config)).isEmpty();
    assertThat(SettingsGuard.demoOnNetwork(config)).isTrue();
  }

  @Test
  void aProviderTakesThePlaceOfDemoIdentities() {
    TongbanConfig config =
        config(
            Map.of(
                "tongban.example", "true",
                "tongban.login.staff.auth-server-url", "https://id.example",
                "tongban.login.staff.client-id", "hub"));
    assertThat(SettingsGuard.demoIdentities(config)).isFalse();
  }

  static TongbanConfig config(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("tongban.public-url", "http://localhost:8080");
    values.put("tongban.region", "CN");
    values.put("tongban.zone", "UTC");
    values.put("tongban.data", "data");
    values.put("tongban.bind", "127.0.0.1");
    values.putAll(more);
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(TongbanConfig.class)
            .withDefaultValues(values)
            .build();
    return config.getConfigMapping(TongbanConfig.class);
  }
}
