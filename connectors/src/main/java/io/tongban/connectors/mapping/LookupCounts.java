package io.tongban.connectors.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How look-ups ended, by item. Counted over every row that could be mapped, accepted or not. */
public final class LookupCounts {
  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  void add(String item, String outcome) {
    counts.computeIfAbsent(item, i -> new TreeMap<>()).merge(outcome, 1L, Long::sum);
  }

  /** By item, then outcome. */
  public Map<String, Map<String, Long>> byItem() {
    Map<String, Map<String, Long>> copy = new LinkedHashMap<>();
    counts.forEach((item, outcomes) -> copy.put(item, new LinkedHashMap<>(outcomes)));
    return Collections.unmodifiableMap(copy);
  }
}
