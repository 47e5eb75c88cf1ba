package io.tongban.access.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.Actor;
import io.tongban.access.BearerTokens;
import io.tongban.access.Fixture;
import io.tongban.hub.Database;
import io.tongban.hub.test.TestHub;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Bearer tokens; each database runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BearerTokensTest {
  static final Actor ADUR = new Actor("adur-system", "adur", "GB-WSX");
  private static final Actor NOWHERE = new Actor("nowhere-system", "nowhere", null);
  private TestHub hub;
  private BearerTokens tokens;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Fixture.apply(hub, Fixture.WORLD);
    tokens = hub.get(BearerTokens.class);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @Test
  void aTokenEndsAfterFiveMinutes() {
    String bearer = "Bearer " + tokens.issue(ADUR).token();
    hub.clock().advance(Duration.ofSeconds(299));
    assertThat(tokens.actor(bearer)).isEqualTo(ADUR);
    hub.clock().advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> tokens.actor(bearer)).hasMessageContaining("token-expired");
  }

  @Test
  void renewedItLivesOnButNotForEverAndNotByAnother() {
    var issued = tokens.issue(ADUR);
    assertThatThrownBy(() -> tokens.renew(NOWHERE, issued.id()))
        .hasMessageContaining("token-expired");
    Duration lived = Duration.ZERO;
    while (lived.compareTo(BearerTokens.LONGEST) < 0) {
      hub.clock().advance(Duration.ofMinutes(4));
      lived = lived.plusMinutes(4);
      if (lived.compareTo(BearerTokens.LONGEST) < 0) {
        tokens.renew(ADUR, issued.id());
      }
    }
    assertThatThrownBy(() -> tokens.actor("Bearer " + issued.token()))
        .hasMessageContaining("token-expired");
    assertThatThrownBy(() -> tokens.renew(ADUR, issued.id())).hasMessageContaining("token-expired");
  }

  @Test
  void noOtherSchemeAndNoOtherTokenIsTaken() {
    String token = tokens.issue(ADUR).token();
    assertThatThrownBy(() -> tokens.actor(null)).hasMessageContaining("token-missing");
    assertThatThrownBy(() -> tokens.actor("DPoP " + token)).hasMessageContaining("token-missing");
    assertThatThrownBy(() -> tokens.actor("Bearer x")).hasMessageContaining("token-expired");
  }

  @Test
  void onlyItsClientEndsIt() {
    var issued = tokens.issue(ADUR);
    tokens.end(NOWHERE, issued.id());
    assertThat(tokens.actor("bearer " + issued.token())).isEqualTo(ADUR);
    tokens.end(ADUR, issued.id());
    assertThatThrownBy(() -> tokens.actor("Bearer " + issued.token()))
        .hasMessageContaining("token-expired");
  }

  @Test
  void aClientHoldsSoManyAndTheDatabaseHoldsNoneOfThem() {
    String one = "";
    for (int i = 0; i < BearerTokens.MOST_PER_CLIENT; i++) {
      one = tokens.issue(NOWHERE).token();
    }
    assertThatThrownBy(() -> tokens.issue(NOWHERE)).hasMessageContaining("bearer-tokens-too-many");
    String rows =
        hub.get(Database.class)
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT * FROM access.bearer_token").mapToMap().list())
            .toString();
    assertThat(rows).contains("nowhere-system").doesNotContain(one);
    hub.clock().advance(BearerTokens.LIFE);
    tokens.issue(NOWHERE);
  }

  @Test
  void aSuspendedClientsTokenIsWorthNothingAtOnce() {
    Fixture.apply(hub, Fixture.client("adur-suspect", "adur"));
    String bearer = "Bearer " + tokens.issue(new Actor("adur-suspect", "adur", "GB-WSX")).token();
    assertThat(tokens.actor(bearer).client()).isEqualTo("adur-suspect");
    Fixture.apply(
        hub,
        Fixture.client("adur-suspect", "adur")
            .replace("department: adur", "suspended: true, department: adur"));
    assertThatThrownBy(() -> tokens.actor(bearer)).hasMessageContaining("client-suspended");
  }
}
