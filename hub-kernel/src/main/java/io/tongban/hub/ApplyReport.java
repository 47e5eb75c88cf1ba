package io.tongban.hub;

import java.util.List;

/**
 * What applying a set of definitions did, or would do.
 *
 * @param catalogueVersion the catalogue version afterwards
 * @param created {@code Kind/name}
 * @param changed {@code Kind/name}
 * @param unchanged {@code Kind/name}
 * @param changes what is different in each of {@code changed}, in its order
 */
public record ApplyReport(
    long catalogueVersion,
    List<String> created,
    List<String> changed,
    List<String> unchanged,
    List<Change> changes) {
  public ApplyReport {
    created = List.copyOf(created);
    changed = List.copyOf(changed);
    unchanged = List.copyOf(unchanged);
    changes = List.copyOf(changes);
  }

  /**
   * A definition that changes.
   *
   * @param definition {@code Kind/name}
   * @param differences what is different; empty where only the bytes of an attachment are
   * @param affects the applied definitions that rest on it, {@code Kind/name}, nearest first: those
   *     that name it, then those that name these. They have been checked against the change
   */
  public record Change(String definition, List<Difference> differences, List<String> affects) {
    public Change {
      differences = List.copyOf(differences);
      affects = List.copyOf(affects);
    }
  }
}
