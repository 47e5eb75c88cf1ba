package io.tongban.registry.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.Database;
import io.tongban.hub.test.TestHub;
import io.tongban.registry.RecordStore;
import io.tongban.registry.RecordStore.Counts;
import io.tongban.registry.RecordStore.Load;
import io.tongban.registry.RecordStore.Mode;
import io.tongban.registry.RecordStore.Outcome;
import io.tongban.registry.StandardRecord;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Random loads, some rolled back, against a map; each database runs it. */
abstract class RecordLoadProperties {
  private static final String RESOURCE = "things";
  private static final String HASH = "0f".repeat(32);
  private static final String DEFINITIONS =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: office}
      spec: {region: GB}
      ---
      apiVersion: tongban.io/v1
      kind: DataElement
      metadata: {name: text}
      spec:
        definition: {zh: 文本, en: Text}
        type: STRING
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: things}
      spec:
        provider: office
        sharing: UNCONDITIONAL
        items: [{name: id, element: text}, {name: note, element: text}]
        key: [id]
      """;

  private static TestHub hub;

  /** One load: its mode, its rows, and whether it is committed. */
  record Step(Mode mode, List<Map.Entry<String, String>> rows, boolean committed) {}

  abstract TestHub start();

  @AfterContainer
  static void close() {
    if (hub != null) {
      hub.close();
      hub = null;
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<String> keys = Arbitraries.integers().between(0, 30).map(i -> "k" + i);
    Arbitrary<String> notes =
        Arbitraries.oneOf(
            Arbitraries.of("a", "b", "\\N", "tab\there", "公主岭"),
            Arbitraries.strings().withCharRange('\u0001', '\uD7FF').ofMaxLength(12));
    Arbitrary<List<Map.Entry<String, String>>> rows =
        Combinators.combine(keys, notes.injectNull(0.1))
            .as(RecordLoadProperties::entry)
            .list()
            .ofMaxSize(25);
    Arbitrary<Boolean> committed =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.just(true)), Tuple.of(1, Arbitraries.just(false)));
    return Combinators.combine(Arbitraries.of(Mode.class), rows, committed)
        .as(Step::new)
        .list()
        .ofMaxSize(8);
  }

  private static Map.Entry<String, String> entry(String key, String note) {
    return new AbstractMap.SimpleImmutableEntry<>(key, note);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
  void loadsEqualAMap(@ForAll("steps") List<Step> steps) {
    if (hub == null) {
      hub = start();
      hub.apply(DEFINITIONS);
    }
    Map<String, String> model = new TreeMap<>();
    try (Load load = hub.get(RecordStore.class).open(RESOURCE, UUID.randomUUID(), Mode.FULL)) {
      load.commit();
    }
    for (Step step : steps) {
      play(model, step);
      assertThat(stored()).isEqualTo(model);
    }
  }

  private void play(Map<String, String> model, Step step) {
    RecordStore store = hub.get(RecordStore.class);
    Map<String, String> next = new TreeMap<>(model);
    Set<String> seen = new HashSet<>();
    long[] counted = new long[Outcome.values().length];
    try (Load load = store.open(RESOURCE, UUID.randomUUID(), step.mode())) {
      int row = 1;
      for (Map.Entry<String, String> entry : step.rows()) {
        Outcome expected = expected(model, seen, entry);
        StandardRecord given =
            new StandardRecord(
                entry.getKey(), Arrays.asList(entry.getKey(), entry.getValue()), row++, HASH);
        assertThat(load.put(given)).isEqualTo(expected);
        counted[expected.ordinal()]++;
        if (expected != Outcome.DUPLICATE) {
          next.put(entry.getKey(), entry.getValue());
        }
      }
      List<String> gone = new ArrayList<>(model.keySet());
      gone.removeAll(seen);
      boolean full = step.mode() == Mode.FULL;
      if (step.committed()) {
        assertThat(load.commit())
            .isEqualTo(
                new Counts(
                    counted[Outcome.INSERTED.ordinal()],
                    counted[Outcome.UPDATED.ordinal()],
                    counted[Outcome.UNCHANGED.ordinal()],
                    full ? gone.size() : 0));
        if (full) {
          next.keySet().removeAll(gone);
        }
        model.clear();
        model.putAll(next);
      }
    }
  }

  private static Outcome expected(
      Map<String, String> model, Set<String> seen, Map.Entry<String, String> entry) {
    if (!seen.add(entry.getKey())) {
      return Outcome.DUPLICATE;
    }
    if (!model.containsKey(entry.getKey())) {
      return Outcome.INSERTED;
    }
    return Objects.equals(model.get(entry.getKey()), entry.getValue())
        ? Outcome.UNCHANGED
        : Outcome.UPDATED;
  }

  private static Map<String, String> stored() {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            handle -> {
              Map<String, String> rows = new TreeMap<>();
              handle
                  .createQuery("SELECT \"id\", \"note\" FROM \"records\".\"things_v1\"")
                  .map((row, context) -> entry(row.getString(1), row.getString(2)))
                  .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
              return rows;
            });
  }
}
