package io.tongban.access.jose;

import static io.tongban.access.BearerTokens.Audience.JDBC;
import static io.tongban.access.BearerTokens.Audience.LINEAGE;
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
    String bearer = "Bearer " + tokens.issue(ADUR, JDBC).token();
    hub.clock().advance(Duration.ofSeconds(299));
    assertThat(tokens.client(bearer, JDBC).actor()).isEqualTo(ADUR);
    hub.clock().advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> tokens.client(bearer, JDBC).actor())
        .hasMessageContaining("token-expired");
  }

  @Test
  void renewedItLivesOnButNotForEverAndNotByAnother() {
    var issued = tokens.issue(ADUR, JDBC);
    assertThatThrownBy(() -> tokens.renew(NOWHERE, issued.id(), JDBC))
        .hasMessageContaining("token-expired");
    Duration lived = Duration.ZERO;
    while (lived.compareTo(JDBC.longest()) < 0) {
      hub.clock().advance(Duration.ofMinutes(4));
      lived = lived.plusMinutes(4);
      if (lived.compareTo(JDBC.longest()) < 0) {
        tokens.renew(ADUR, issued.id(), JDBC);
      }
    }
    assertThatThrownBy(() -> tokens.client("Bearer " + issued.token(), JDBC).actor())
        .hasMessageContaining("token-expired");
    assertThatThrownBy(() -> tokens.renew(ADUR, issued.id(), JDBC))
        .hasMessageContaining("token-expired");
  }

  @Test
  void noOtherSchemeAndNoOtherTokenIsTaken() {
    String token = tokens.issue(ADUR, JDBC).token();
    assertThatThrownBy(() -> tokens.client(null, JDBC).actor())
        .hasMessageContaining("token-missing");
    assertThatThrownBy(() -> tokens.client("DPoP " + token, JDBC).actor())
        .hasMessageContaining("token-missing");
    assertThatThrownBy(() -> tokens.client("Bearer x", JDBC).actor())
        .hasMessageContaining("token-expired");
  }

  @Test
  void onlyItsClientEndsIt() {
    var issued = tokens.issue(ADUR, JDBC);
    tokens.end(NOWHERE, issued.id());
    assertThat(tokens.client("bearer " + issued.token(), JDBC).actor()).isEqualTo(ADUR);
    tokens.end(ADUR, issued.id());
    assertThatThrownBy(() -> tokens.client("Bearer " + issued.token(), JDBC).actor())
        .hasMessageContaining("token-expired");
  }

  @Test
  void aTokenIsGoodForItsAudienceAlone() {
    var issued = tokens.issue(ADUR, LINEAGE);
    String bearer = "Bearer " + issued.token();
    assertThatThrownBy(() -> tokens.client(bearer, JDBC)).hasMessageContaining("token-expired");
    assertThatThrownBy(() -> tokens.renew(ADUR, issued.id(), JDBC))
        .hasMessageContaining("token-expired");
    hub.clock().advance(JDBC.longest().minusSeconds(1));
    assertThat(tokens.client(bearer, LINEAGE).roles()).contains("caller");
    tokens.renew(ADUR, issued.id(), LINEAGE);
    hub.clock().advance(LINEAGE.life());
    assertThatThrownBy(() -> tokens.client(bearer, LINEAGE))
        .hasMessageContaining("token-expired")
        .hasMessageContaining("/v1/lineage-tokens");
  }

  @Test
  void aClientHoldsSoManyAndTheDatabaseHoldsNoneOfThem() {
    String one = "";
    for (int i = 0; i < BearerTokens.MOST_PER_CLIENT; i++) {
      one = tokens.issue(NOWHERE, JDBC).token();
    }
    assertThatThrownBy(() -> tokens.issue(NOWHERE, JDBC))
        .hasMessageContaining("bearer-tokens-too-many");
    String rows =
        hub.get(Database.class)
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT * FROM access.bearer_token").mapToMap().list())
            .toString();
    assertThat(rows).contains("nowhere-system").doesNotContain(one);
    hub.clock().advance(JDBC.life());
    tokens.issue(NOWHERE, JDBC);
  }

  @Test
  void aSuspendedClientsTokenIsWorthNothingAtOnce() {
    Fixture.apply(hub, Fixture.client("adur-suspect", "adur"));
    String bearer =
        "Bearer " + tokens.issue(new Actor("adur-suspect", "adur", "GB-WSX"), JDBC).token();
    assertThat(tokens.client(bearer, JDBC).actor().client()).isEqualTo("adur-suspect");
    Fixture.apply(
        hub,
        Fixture.client("adur-suspect", "adur")
            .replace("department: adur", "suspended: true, department: adur"));
    assertThatThrownBy(() -> tokens.client(bearer, JDBC).actor())
        .hasMessageContaining("client-suspended");
  }
}
