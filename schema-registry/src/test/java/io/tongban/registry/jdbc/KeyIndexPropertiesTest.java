package io.tongban.registry.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.registry.RecordStore.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The flat index against a map. */
class KeyIndexPropertiesTest {
  @Property(tries = 300)
  void tellsWhatAMapTells(
      @ForAll @Size(max = 3000) List<@IntRange(max = 2000) Integer> stored,
      @ForAll @Size(max = 3000) List<@IntRange(max = 2500) Integer> batch,
      @ForAll @IntRange(min = 1, max = 64) int spread) {
    KeyIndex index = new KeyIndex();
    Map<Integer, Integer> model = new HashMap<>();
    for (int key : stored) {
      if (model.putIfAbsent(key, key % 7) == null) {
        index.stored(key(key, spread), new Fingerprint(0, key % 7));
      }
    }
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < batch.size(); i++) {
      int key = batch.get(i);
      int digest = i % 2 == 0 ? key % 7 : 8;
      Outcome expected =
          !seen.add(key)
              ? Outcome.DUPLICATE
              : !model.containsKey(key)
                  ? Outcome.INSERTED
                  : model.get(key) == digest ? Outcome.UNCHANGED : Outcome.UPDATED;
      assertThat(index.see(key(key, spread), new Fingerprint(0, digest))).isEqualTo(expected);
    }
    for (int key : model.keySet()) {
      assertThat(index.unseen(key(key, spread))).isEqualTo(!seen.contains(key));
    }
    assertThat(index.unseen())
        .isEqualTo((int) model.keySet().stream().filter(key -> !seen.contains(key)).count());
  }

  /** With a small spread many keys want the same slot. */
  private static Fingerprint key(int key, int spread) {
    return new Fingerprint(key, key % spread);
  }
}
