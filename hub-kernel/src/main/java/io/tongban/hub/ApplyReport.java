package io.tongban.hub;

import java.util.List;

/**
 * What applying a set of definitions did.
 *
 * @param catalogueVersion the catalogue version afterwards
 * @param created {@code Kind/name}
 * @param changed {@code Kind/name}
 * @param unchanged {@code Kind/name}
 */
public record ApplyReport(
    long catalogueVersion, List<String> created, List<String> changed, List<String> unchanged) {
  public ApplyReport {
    created = List.copyOf(created);
    changed = List.copyOf(changed);
    unchanged = List.copyOf(unchanged);
  }
}
