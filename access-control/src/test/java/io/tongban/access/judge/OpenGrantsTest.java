package io.tongban.access.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.AccessGrant;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.hub.test.MutableClock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Grants that nobody settles do not pile up. */
class OpenGrantsTest {
  private static final Instant NOW = MutableClock.START;
  private final OpenGrants open = new OpenGrants();

  private AccessGrant added(Instant now) {
    AccessGrant grant =
        new AccessGrant(
            UUID.randomUUID(),
            new Actor("adur-system", "adur", null),
            Action.QUERY,
            null,
            Map.of(),
            "inspection",
            null,
            new AccessGrant.Basis("own", null, null, null, null),
            0,
            now.plusSeconds(120),
            "shape");
    open.add(grant, now);
    return grant;
  }

  @Test
  void noMoreThanSoManyAreKeptAndTheOldestGo() {
    AccessGrant first = added(NOW);
    AccessGrant second = added(NOW);
    for (int i = 0; i < OpenGrants.MOST - 1; i++) {
      added(NOW);
    }
    assertThat(open.size()).isEqualTo(OpenGrants.MOST);
    assertThatThrownBy(() -> open.take(first, NOW)).hasMessageContaining("grant-settled");
    open.take(second, NOW);
    assertThatThrownBy(() -> open.take(second, NOW)).hasMessageContaining("grant-settled");
  }

  @Test
  void whatHasExpiredGoesWithTheNext() {
    for (int i = 0; i < 10; i++) {
      added(NOW);
    }
    AccessGrant later = added(NOW.plusSeconds(121));
    assertThat(open.size()).isEqualTo(1);
    open.take(later, NOW.plusSeconds(122));
    assertThat(open.size()).isZero();
  }
}
