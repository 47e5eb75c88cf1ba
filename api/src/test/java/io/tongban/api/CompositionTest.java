package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositionTest {
  @Test
  void settingsHaveDefaultsThatFollowFromOthers() {
    HubSettings settings =
        new Composition(
                SettingsGuardTest.config(Map.of("tongban.public-url", "https://hub.example/")))
            .settings();
    assertThat(settings.publicUrl()).hasToString("https://hub.example");
    assertThat(settings.origin()).isEqualTo("hub.example/ledger");
    assertThat(settings.dataDirectory()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(settings.databaseUrl())
        .isEqualTo("jdbc:h2:file:" + settings.dataDirectory().resolve("hub"));
    assertThat(settings.exampleHub()).isFalse();
  }

  @Test
  void unsafeSettingsStopTheStartBeforeAnythingIsMade() {
    Composition composition =
        new Composition(SettingsGuardTest.config(Map.of("tongban.login.demo", "true")));
    assertThatThrownBy(composition::settings)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("settings-unsafe")
        .hasMessageContaining("tongban.login.demo");
  }
}
