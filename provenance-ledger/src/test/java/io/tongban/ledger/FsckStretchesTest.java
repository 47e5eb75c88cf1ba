package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.Database;
import io.tongban.hub.test.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that is checked by more than one thread: the first bad index is still the one named. */
class FsckStretchesTest {
  /** More than a stretch, and more than a stretch of sums. */
  private static final int ENTRIES = 17_000;

  private static final int AT_ONCE = 1_000;
  private TestHub hub;
  private Ledger ledger;

  @BeforeEach
  void start() {
    hub = TestHub.onH2();
    ledger = hub.get(Ledger.class);
    for (int i = 0; i < ENTRIES; i += AT_ONCE) {
      Entries.fill(hub, AT_ONCE);
    }
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void tamper(String sql) {
    hub.get(Database.class).jdbi().useHandle(handle -> handle.execute(sql));
  }

  private long bad() {
    return ledger.fsck().badIndex();
  }

  @Test
  void theFirstOfManyFaults() {
    Ledger.Fsck sound = ledger.fsck();
    assertThat(sound.clean()).as(sound.message()).isTrue();
    assertThat(sound.entries()).isEqualTo(ENTRIES);
    tamper("UPDATE ledger.entry SET actor = 'nobody' WHERE entry_index = 16999");
    assertThat(bad()).isEqualTo(16_999);
    tamper("DELETE FROM ledger.row_use WHERE entry_index = 16998");
    assertThat(bad()).isEqualTo(16_998);
    tamper("DELETE FROM ledger.row_use WHERE entry_index = 16001");
    assertThat(bad()).isEqualTo(16_001);
    tamper("DELETE FROM ledger.entry WHERE entry_index = 9000");
    assertThat(bad()).isEqualTo(9_000);
    tamper("UPDATE ledger.row_use SET hmac = X'00' WHERE entry_index = 4000");
    assertThat(bad()).isEqualTo(4_000);
    tamper("DELETE FROM ledger.tile WHERE tile_level = 0 AND tile_number = 15");
    assertThat(bad()).isEqualTo(3_840);
  }
}
