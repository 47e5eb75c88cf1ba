package io.tongban.registry.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tongban.hub.Database;
import io.tongban.hub.ProblemException;
import io.tongban.registry.RecordStore;
import io.tongban.registry.RecordStore.Change;
import io.tongban.registry.RecordStore.Counts;
import io.tongban.registry.RecordStore.Load;
import io.tongban.registry.RecordStore.Mode;
import io.tongban.registry.RecordStore.Origin;
import io.tongban.registry.RecordStore.Outcome;
import io.tongban.registry.RegistryTestBase;
import io.tongban.registry.StandardRecord;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.generic.GenericType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads of standard records; each database runs it. */
abstract class RecordStoreTest extends RegistryTestBase {
  private static final String RESOURCE = "food-premises";
  private static final UUID RUN = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final UUID LATER = UUID.fromString("01890000-0000-7000-8000-000000000002");
  private static final String HASH = "ab".repeat(32);

  private RecordStore store;

  @BeforeEach
  void premises() {
    applyPremises();
    store = hub.get(RecordStore.class);
  }

  @Test
  void insertsUpdatesLeavesAloneAndTellsDuplicates() {
    try (Load load = store.open(RESOURCE, RUN, Mode.MERGE)) {
      assertThat(load.put(premises("A", "Alpha", 1))).isEqualTo(Outcome.INSERTED);
      assertThat(load.put(premises("B", "Beta", 2))).isEqualTo(Outcome.INSERTED);
      assertThat(load.put(premises("A", "Other", 3))).isEqualTo(Outcome.DUPLICATE);
      assertThat(load.commit()).isEqualTo(new Counts(2, 0, 0, 0));
    }
    try (Load load = store.open(RESOURCE, LATER, Mode.MERGE)) {
      assertThat(load.put(premises("A", "Alpha", 7))).isEqualTo(Outcome.UNCHANGED);
      assertThat(load.put(premises("B", "Beta II", 8))).isEqualTo(Outcome.UPDATED);
      assertThat(load.put(premises("B", "Beta III", 9))).isEqualTo(Outcome.DUPLICATE);
      assertThat(load.commit()).isEqualTo(new Counts(0, 1, 1, 0));
    }
    assertThat(names()).containsExactlyInAnyOrderEntriesOf(Map.of("A", "Alpha", "B", "Beta II"));
    assertThat(store.origin(RESOURCE, "A")).contains(new Origin(RESOURCE, "A", RUN, 1, HASH));
    assertThat(store.origin(RESOURCE, "B")).contains(new Origin(RESOURCE, "B", LATER, 8, HASH));
    assertThat(store.origin(RESOURCE, "C")).isEmpty();
  }

  @Test
  void fullModeDeletesWhatTheBatchDoesNotName() {
    load(RUN, Mode.FULL, "A", "B", "C");
    assertThat(load(LATER, Mode.FULL, "B", "D")).isEqualTo(new Counts(1, 0, 1, 2));
    assertThat(names()).containsOnlyKeys("B", "D");
    assertThat(load(LATER, Mode.FULL)).isEqualTo(new Counts(0, 0, 0, 2));
    assertThat(store.count(RESOURCE)).isZero();
  }

  @Test
  void aLoadThatIsNotCommittedLeavesNothing() {
    load(RUN, Mode.MERGE, "A");
    try (Load load = store.open(RESOURCE, LATER, Mode.FULL)) {
      for (int i = 0; i < 1200; i++) {
        load.put(premises("N" + i, "New", i));
      }
      load.put(premises("A", "Changed", 9));
    }
    assertThat(names()).containsExactlyEntriesOf(Map.of("A", "Name of A"));
    assertThat(store.changes(RESOURCE, 0, 10)).hasSize(1);
  }

  @Test
  void aRecordThatDoesNotFitIsRefusedWithoutItsValues() {
    try (Load load = store.open(RESOURCE, RUN, Mode.MERGE)) {
      assertThatThrownBy(() -> load.put(new StandardRecord("A", List.of("A"), 4, HASH)))
          .isInstanceOf(ProblemException.class)
          .hasMessage(
              "record-invalid: row 4 for the resource food-premises has 1 values where the"
                  + " resource has 7");
      List<Object> values = new ArrayList<>(premises("A", "Alpha", 1).values());
      values.set(2, "12");
      assertThatThrownBy(() -> load.put(new StandardRecord("A", values, 5, HASH)))
          .hasMessageContaining("row 5")
          .hasMessageContaining("staff that does not fit its type INTEGER");
      values.set(2, null);
      values.set(3, new BigDecimal("1.005"));
      assertThatThrownBy(() -> load.put(new StandardRecord("A", values, 6, HASH)))
          .hasMessageContaining("turnover that does not fit a DECIMAL with 2 decimals");
      values.set(3, null);
      values.set(0, null);
      assertThatThrownBy(() -> load.put(new StandardRecord("A", values, 7, HASH)))
          .hasMessageContaining("no value in the key item approval_number");
      assertThat(load.put(premises("B", "Beta", 8))).isEqualTo(Outcome.INSERTED);
      assertThat(load.commit().inserted()).isEqualTo(1);
    }
  }

  @Test
  void valuesAreComparedAsValues() {
    StandardRecord first =
        record(
            "A",
            "A",
            "Alpha",
            7L,
            new BigDecimal("12.5"),
            true,
            LocalDate.of(2020, 2, 29),
            Instant.parse("2026-01-01T00:00:00.123456789Z"));
    StandardRecord same =
        record(
            "A",
            "A",
            "Alpha",
            7L,
            new BigDecimal("12.500"),
            true,
            LocalDate.of(2020, 2, 29),
            Instant.parse("2026-01-01T00:00:00.123456Z"));
    assertThat(put(first)).isEqualTo(Outcome.INSERTED);
    assertThat(put(same)).isEqualTo(Outcome.UNCHANGED);
    List<Object> stored =
        hub.get(Database.class)
            .jdbi()
            .withHandle(
                h ->
                    h.createQuery("SELECT * FROM \"records\".\"food_premises_v1\"")
                        .map((row, context) -> values(row))
                        .one());
    assertThat(stored)
        .containsExactly(
            new BigDecimal("12.50"),
            7L,
            true,
            LocalDate.of(2020, 2, 29),
            Instant.parse("2026-01-01T00:00:00.123456Z"));
  }

  @Test
  void awkwardTextsComeBackAsTheyWere() {
    List<String> texts =
        List.of(
            "",
            "\\N",
            "a\tb\nc\rd",
            "back\\slash \\.",
            "公主岭市",
            "㐱𠮷",
            "'; DROP TABLE x; --",
            "NULL");
    try (Load load = store.open(RESOURCE, RUN, Mode.MERGE)) {
      for (int i = 0; i < texts.size(); i++) {
        load.put(premises("K" + i, texts.get(i), i + 1));
      }
      load.commit();
    }
    Map<String, String> names = names();
    for (int i = 0; i < texts.size(); i++) {
      assertThat(names.get("K" + i)).isEqualTo(texts.get(i));
    }
  }

  @Test
  void theChangeFeedTellsEveryChangeInOrder() {
    load(RUN, Mode.FULL, "A", "B");
    try (Load load = store.open(RESOURCE, LATER, Mode.FULL)) {
      load.put(premises("B", "Changed", 1));
      load.commit();
    }
    List<Change> changes = store.changes(RESOURCE, 0, 10);
    assertThat(changes)
        .extracting(Change::key, Change::outcome, Change::deleted, Change::run)
        .containsExactly(
            tuple("A", Outcome.INSERTED, false, RUN),
            tuple("B", Outcome.INSERTED, false, RUN),
            tuple("B", Outcome.UPDATED, false, LATER),
            tuple("A", Outcome.UPDATED, true, LATER));
    assertThat(changes).isSortedAccordingTo(Comparator.comparing(Change::sequence));
    assertThat(changes.get(0).at()).isEqualTo(hub.clock().instant());
    assertThat(store.changes(RESOURCE, changes.get(1).sequence(), 1))
        .containsExactly(changes.get(2));
  }

  @Test
  void oneLoadAtATimeAndNothingSeenBeforeTheCommit() {
    try (Load load = store.open(RESOURCE, RUN, Mode.MERGE)) {
      load.put(premises("A", "Alpha", 1));
      assertThatThrownBy(() -> store.open(RESOURCE, LATER, Mode.MERGE))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("load-under-way");
      assertThat(store.count(RESOURCE)).isZero();
      load.commit();
    }
    assertThat(store.count(RESOURCE)).isEqualTo(1);
    assertThat(load(LATER, Mode.MERGE, "B").inserted()).isEqualTo(1);
  }

  @Test
  void anEndedLoadTakesNothingMore() {
    Load load = store.open(RESOURCE, RUN, Mode.MERGE);
    load.commit();
    load.close();
    assertThatThrownBy(() -> load.put(premises("A", "Alpha", 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(load::commit).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aResourceThatIsNotStoredIsNamed() {
    assertThatThrownBy(() -> store.count("nowhere")).hasMessageContaining("resource-unknown");
  }

  @Test
  void aNewItemIsAddedToTheTableAndANewMajorVersionGetsItsOwn() {
    load(RUN, Mode.MERGE, "A");
    String more = PREMISES.replace("  key:", "    - {name: town, element: trading-name}\n  key:");
    hub.apply(more);
    assertThat(names()).containsOnlyKeys("A");
    try (Load load = store.open(RESOURCE, LATER, Mode.MERGE)) {
      List<Object> values = new ArrayList<>(premises("B", "Beta", 1).values());
      values.add("York");
      load.put(new StandardRecord("B", values, 1, HASH));
      load.commit();
    }
    assertThat(store.count(RESOURCE)).isEqualTo(2);
    hub.apply(PREMISES.replace("  provider:", "  majorVersion: 2\n  provider:"));
    assertThat(store.count(RESOURCE)).isZero();
    assertThat(load(LATER, Mode.MERGE, "C").inserted()).isEqualTo(1);
  }

  @Test
  void largeLoadsAddUp() {
    try (Load load = store.open(RESOURCE, RUN, Mode.FULL)) {
      for (int i = 0; i < 6_000; i++) {
        load.put(premises("K" + i, "Name " + i, i + 1));
      }
      assertThat(load.commit()).isEqualTo(new Counts(6_000, 0, 0, 0));
    }
    try (Load load = store.open(RESOURCE, LATER, Mode.FULL)) {
      for (int i = 1_500; i < 7_500; i++) {
        load.put(premises("K" + i, "Name " + (i % 2 == 0 ? i : -i), i + 1));
      }
      assertThat(load.commit()).isEqualTo(new Counts(1_500, 2_250, 2_250, 1_500));
    }
    assertThat(store.count(RESOURCE)).isEqualTo(6_000);
    assertThat(names()).containsEntry("K1501", "Name -1501").doesNotContainKey("K1499");
  }

  private Counts load(UUID run, Mode mode, String... keys) {
    try (Load load = store.open(RESOURCE, run, mode)) {
      for (int i = 0; i < keys.length; i++) {
        load.put(premises(keys[i], "Name of " + keys[i], i + 1));
      }
      return load.commit();
    }
  }

  private Outcome put(StandardRecord standardRecord) {
    try (Load load = store.open(RESOURCE, RUN, Mode.MERGE)) {
      Outcome outcome = load.put(standardRecord);
      load.commit();
      return outcome;
    }
  }

  private Map<String, String> names() {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT * FROM \"records\".\"food_premises_v1\"")
                    .setMapKeyColumn("approval_number")
                    .setMapValueColumn("trading_name")
                    .collectInto(new GenericType<Map<String, String>>() {}));
  }

  private static List<Object> values(ResultSet row) throws SQLException {
    return List.of(
        row.getBigDecimal("turnover"),
        row.getLong("staff"),
        row.getBoolean("inspected"),
        row.getObject("opened", LocalDate.class),
        row.getObject("seen", OffsetDateTime.class).toInstant());
  }

  private static StandardRecord premises(String key, String name, int row) {
    return new StandardRecord(
        key, Arrays.asList(key, name, 3L, null, false, null, null), row, HASH);
  }

  private static StandardRecord record(String key, Object... values) {
    return new StandardRecord(key, Arrays.asList(values), 1, HASH);
  }
}
