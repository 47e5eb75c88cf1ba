package io.tongban.access.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.jose.SingleUse;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedOnceOnH2Test extends UsedOnceTest {
  @Override
  TestHub open() {
    return TestHub.onH2();
  }

  @Test
  void aClockThatIsSetBackMakesNothingFreshAgainNotEvenAfterARestart(@TempDir Path data) {
    Instant until = MutableClock.START.plusSeconds(60);
    try (TestHub hub = TestHub.onH2(data)) {
      SingleUse uses = hub.get(SingleUse.class);
      assertThat(uses.first("proof", "a", until)).isTrue();
      assertThat(uses.first("proof", "b", until.plusSeconds(9))).isTrue();
      hub.clock().set(until.plus(Duration.ofMinutes(5)));
      assertThat(uses.first("proof", "c", until.plus(Duration.ofMinutes(6)))).isTrue();
      hub.clock().set(until.minusSeconds(30));
      assertThat(uses.first("proof", "a", until)).isFalse();
      assertThat(uses.first("proof", "b", until.plusSeconds(9))).isFalse();
    }
    try (TestHub hub = TestHub.onH2(data)) {
      SingleUse uses = hub.get(SingleUse.class);
      hub.clock().set(until.minusSeconds(30));
      assertThat(uses.first("proof", "a", until)).isFalse();
      assertThat(uses.first("proof", "b", until.plusSeconds(9))).isFalse();
      assertThat(uses.first("proof", "c", until.plus(Duration.ofMinutes(6)))).isFalse();
      assertThat(uses.first("proof", "d", until.plus(Duration.ofMinutes(6)))).isTrue();
    }
  }
}
