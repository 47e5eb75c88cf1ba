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

  @Test
  void keysLiveInOnePlaceWithOnePassword() {
    String keys = "tongban.certificates.keys.";
    Map<String, String> file = Map.of(keys + "pkcs12", "/k.p12", keys + "password-file", "/pw");
    assertThat(SettingsGuard.faults(config(file))).isEmpty();
    Map<String, String> token =
        Map.of(keys + "pkcs11", "/lib.so", keys + "password", "1", keys + "slot", "2");
    assertThat(SettingsGuard.faults(config(token))).isEmpty();
    fault(Map.of(keys + "pkcs12", "/k.p12"), "password-file is missing");
    fault(Map.of(keys + "password", "secret"), "without a store");
    fault(with(file, keys + "pkcs11", "/lib.so"), "pkcs12 and");
    fault(with(file, keys + "password", "secret"), "password and");
    fault(with(file, keys + "slot", "1"), "slot is given");
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new HashMap<>(map);
    more.put(key, value);
    return more;
  }

  private static void fault(Map<String, String> settings, String words) {
    assertThat(SettingsGuard.faults(config(settings)))
        .singleElement()
        .asString()
        .contains("tongban.certificates.keys.", words)
        .doesNotContain("secret");
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
