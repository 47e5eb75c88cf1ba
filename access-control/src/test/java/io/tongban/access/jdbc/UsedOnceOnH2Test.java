package io.tongban.access.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.jose.SingleUse;
import io.tongban.hub.Database;
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
      assertThat(uses.first("proof", "d", until.plus(Duration.ofMinutes(7)))).isTrue();
    }
  }

  /** A second one on the same database stands for the process after a kill: nothing is closed. */
  @Test
  void afterAKillProofsOfTheLastSecondsCountAsUsedAndLaterOnesDoNot() {
    try (TestHub hub = TestHub.onH2()) {
      Instant until = hub.clock().instant().plusSeconds(60);
      SingleUse killed = new UsedOnce(hub.get(Database.class), hub.clock());
      assertThat(killed.first("proof", "a", until)).isTrue();
      assertThat(killed.first("proof", "b", until.plusSeconds(1))).isTrue();
      SingleUse next = new UsedOnce(hub.get(Database.class), hub.clock());
      assertThat(next.first("proof", "a", until)).isFalse();
      assertThat(next.first("proof", "b", until.plusSeconds(1))).isFalse();
      assertThat(next.first("proof", "unused", until.plusSeconds(2))).isFalse();
      hub.clock().advance(Duration.ofSeconds(3));
      assertThat(next.first("proof", "c", until.plusSeconds(3))).isTrue();
      assertThat(next.first("proof", "c", until.plusSeconds(3))).isFalse();
    }
  }

  @Test
  void whatEndsLaterThanAProofIsRememberedForItselfAfterAKill() {
    try (TestHub hub = TestHub.onH2()) {
      Instant until = hub.clock().instant().plusSeconds(300);
      SingleUse killed = new UsedOnce(hub.get(Database.class), hub.clock());
      assertThat(killed.first("assertion", "a", until)).isTrue();
      assertThat(killed.first("proof", "p", hub.clock().instant().plusSeconds(60))).isTrue();
      SingleUse next = new UsedOnce(hub.get(Database.class), hub.clock());
      assertThat(next.first("assertion", "a", until)).isFalse();
      assertThat(next.first("assertion", "b", until)).isTrue();
    }
  }

  /** The clock of one client must not make the hub refuse all others after a start. */
  @Test
  void aProofOfAFastClockDoesNotLengthenTheLease() {
    try (TestHub hub = TestHub.onH2()) {
      Instant now = hub.clock().instant();
      SingleUse killed = new UsedOnce(hub.get(Database.class), hub.clock());
      assertThat(killed.first("proof", "fast", now.plusSeconds(118))).isTrue();
      SingleUse next = new UsedOnce(hub.get(Database.class), hub.clock());
      assertThat(next.first("proof", "fast", now.plusSeconds(118))).isFalse();
      assertThat(next.first("proof", "good", now.plusSeconds(60))).isTrue();
    }
  }

  @Test
  void aProofCostsNoRow() {
    try (TestHub hub = TestHub.onH2()) {
      SingleUse uses = hub.get(SingleUse.class);
      Instant until = hub.clock().instant().plusSeconds(60);
      for (int i = 0; i < 100; i++) {
        assertThat(uses.first("proof", "p" + i, until)).isTrue();
      }
      assertThat(uses.first("proof", "p50", until)).isFalse();
      assertThat(stored(hub)).isEqualTo(1);
    }
  }
}
