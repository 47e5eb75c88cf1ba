package io.tongban.access.judge;

import static io.tongban.access.judge.PersonsWorld.ADUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.Decision;
import io.tongban.access.Judge;
import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was given before a restart is given after it, and what was withdrawn stays withdrawn. */
class ConsentAfterRestartTest {
  private static final String PERSON = "990001199003078045";
  @TempDir Path data;

  @Test
  void consentsSurviveARestart() {
    Consent consent;
    try (TestHub hub = TestHub.onH2(data)) {
      PersonsWorld.open(hub);
      Consents consents = hub.get(Consents.class);
      consent =
          consents.request(
              ADUR,
              new Consents.Ask(
                  "inspection",
                  Set.of("homes.address"),
                  hub.clock().instant().plus(Duration.ofDays(1)),
                  null));
      consent = consents.give(PERSON, consent.id());
    }
    try (TestHub hub = TestHub.onH2(data)) {
      assertThat(hub.get(Consents.class).find(ADUR, consent.id())).isEqualTo(consent);
      assertThat(decide(hub)).isInstanceOf(Decision.Permit.class);
      hub.get(Consents.class).withdraw(PERSON, consent.id());
    }
    try (TestHub hub = TestHub.onH2(data)) {
      assertThat(decide(hub)).isInstanceOf(Decision.Deny.class);
    }
  }

  private static Decision decide(TestHub hub) {
    return hub.get(Judge.class)
        .decide(
            new AccessRequest(
                ADUR,
                Action.CALL,
                null,
                Map.of("homes", Set.of("address")),
                "inspection",
                null,
                PERSON));
  }
}
