package io.tongban.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.HubSettings;
import io.tongban.hub.jdbc.OpenDatabase;
import io.tongban.hub.keys.KeyFiles;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LogKeyRotation;
import io.tongban.ledger.jdbc.TamperDrill.Opened;
import io.tongban.ledger.jdbc.TamperDrill.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every attack of the drill is caught, and a drill that is not sound from the start says so. */
class TamperDrillTest {
  @TempDir private Path folder;

  private static Opened open(Path data) {
    HubSettings settings =
        new HubSettings(
            URI.create("http://hub.test"),
            "GB",
            "hub.test/ledger",
            ZoneId.of("UTC"),
            data,
            "jdbc:h2:file:" + data.resolve("hub"),
            true);
    OpenDatabase database = new OpenDatabase(settings);
    return new Opened(database.database(), KeyFiles.of(settings), settings, database::close);
  }

  private List<Outcome> drill(String work, Path data) throws IOException {
    Path place = Files.createDirectories(folder.resolve(work));
    return new TamperDrill(place, Clock.systemUTC(), TamperDrillTest::open).run(data);
  }

  @Test
  void everyAttackIsCaughtWhereItWasMade() throws IOException {
    List<Outcome> outcomes = drill("fresh", null);
    assertThat(outcomes).allMatch(Outcome::caught);
    assertThat(outcomes).extracting(Outcome::number).contains(20, 21, 22).hasSize(14);
    // and on a hub's data, which it leaves as it is
    Path data = folder.resolve("fresh/base");
    byte[] before = Files.readAllBytes(data.resolve("hub.mv.db"));
    try (Opened hub = open(data)) {
      hub.database()
          .jdbi()
          .useHandle(h -> h.execute("UPDATE ledger.entry SET actor = 'x' WHERE entry_index = 7"));
    }
    assertThat(before).isNotEmpty();
    byte[] tampered = Files.readAllBytes(data.resolve("hub.mv.db"));
    assertThatThrownBy(() -> drill("damaged", data))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("entry 7");
    assertThat(Files.readAllBytes(data.resolve("hub.mv.db"))).isEqualTo(tampered);
  }

  @Test
  void everyAttackIsCaughtOnALedgerThatChangedItsKey() throws IOException {
    Path data = Files.createDirectories(folder.resolve("rotated"));
    try (TestHub hub = TestHub.onH2(data)) {
      hub.get(Ledger.class).size();
      LogKeyRotation rotation = hub.get(LogKeyRotation.class);
      rotation.rotate("operator", "yearly change", false);
      rotation.forget("operator", "no longer needed");
      rotation.rotate("operator", "yearly change", true);
    }
    assertThat(drill("on-rotated", data)).allMatch(Outcome::caught).hasSize(14);
  }

  @Test
  void aMissedAttackIsNotPassedOver() {
    Outcome caught = new Outcome(20, "a", "fsck", 1, true, "m");
    Outcome missed = new Outcome(20, "b", "fsck", -1, false, "m");
    assertThat(TamperDrill.allCaught(List.of(caught))).isTrue();
    assertThat(TamperDrill.allCaught(List.of(caught, missed))).isFalse();
    assertThat(TamperDrill.allCaught(List.of())).isFalse();
  }
}
