package io.tongban.api.avatica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.Actor;
import io.tongban.hub.Ids;
import io.tongban.hub.test.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JdbcTokensTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "R1");
  private static final Actor BRENT = new Actor("brent-system", "brent", "R2");
  private final MutableClock clock = new MutableClock();
  private final JdbcTokens tokens = new JdbcTokens(clock, new Ids(clock));

  @Test
  void aTokenEndsAfterFiveMinutes() {
    String bearer = "Bearer " + tokens.issue(ADUR).token();
    clock.advance(Duration.ofSeconds(299));
    assertThat(tokens.actor(bearer)).isEqualTo(ADUR);
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> tokens.actor(bearer)).hasMessageContaining("token-expired");
  }

  @Test
  void renewedItLivesOnButNotForEverAndNotByAnother() {
    var issued = tokens.issue(ADUR);
    assertThatThrownBy(() -> tokens.renew(BRENT, issued.id()))
        .hasMessageContaining("token-expired");
    Duration lived = Duration.ZERO;
    while (lived.compareTo(Duration.ofHours(12)) < 0) {
      clock.advance(Duration.ofMinutes(4));
      lived = lived.plusMinutes(4);
      if (lived.compareTo(Duration.ofHours(12)) < 0) {
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
}
