package io.tongban.connectors.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How look-ups ended, by item, and what crosswalks did not know. Counted over every row that could
 * be mapped, accepted or not.
 */
public final class LookupCounts {
  private static final int MOST_KEYS = 5000;
  private static final int LONGEST = 400;
  private final Map<String, Map<String, Long>> counts = new TreeMap<>();
  private final Map<String, Map<String, Long>> unmatched = new TreeMap<>();

  void add(String item, String outcome) {
    counts.computeIfAbsent(item, i -> new TreeMap<>()).merge(outcome, 1L, Long::sum);
  }

  /**
   * Counts a key that a crosswalk does not know; of a crosswalk only so many are kept, and none
   * that are too long to be a name.
   */
  void unmatched(String crosswalk, String key) {
    Map<String, Long> keys = unmatched.computeIfAbsent(crosswalk, c -> new TreeMap<>());
    if (key.length() <= LONGEST && (keys.size() < MOST_KEYS || keys.containsKey(key))) {
      keys.merge(key, 1L, Long::sum);
    }
  }

  /** Rows by crosswalk, then key that it does not know. */
  public Map<String, Map<String, Long>> unmatched() {
    return unmatched;
  }

  /** By item, then outcome. */
  public Map<String, Map<String, Long>> byItem() {
    Map<String, Map<String, Long>> copy = new LinkedHashMap<>();
    counts.forEach((item, outcomes) -> copy.put(item, new LinkedHashMap<>(outcomes)));
    return Collections.unmodifiableMap(copy);
  }
}
