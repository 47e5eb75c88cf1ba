package io.tongban.api.portal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The whole path of a column: what it was made of, and what was made of it.
 *
 * @param links those that light up
 * @param columns those that light up, the chosen one first
 */
record ColumnPath(Set<ColumnLink> links, Set<Column> columns) {
  /** Nothing is chosen. */
  static final ColumnPath NONE = new ColumnPath(Set.of(), Set.of());

  /** A column of a dataset. */
  record Column(String dataset, String name) {}

  /** The path of a column through links; nothing where none is chosen. */
  static ColumnPath of(String dataset, String column, Collection<ColumnLink> all) {
    if (dataset == null || column == null) {
      return NONE;
    }
    Column chosen = new Column(dataset, column);
    Set<ColumnLink> links = new LinkedHashSet<>();
    Set<Column> columns = new LinkedHashSet<>(List.of(chosen));
    follow(chosen, all, links, columns, true);
    follow(chosen, all, links, columns, false);
    return new ColumnPath(links, columns);
  }

  private static void follow(
      Column chosen,
      Collection<ColumnLink> all,
      Set<ColumnLink> links,
      Set<Column> columns,
      boolean back) {
    Set<Column> seen = new LinkedHashSet<>();
    Deque<Column> open = new ArrayDeque<>(List.of(chosen));
    while (!open.isEmpty()) {
      Column at = open.remove();
      if (!seen.add(at)) {
        continue;
      }
      for (ColumnLink link : all) {
        if (back ? link.into(at.dataset(), at.name()) : link.outOf(at.dataset(), at.name())) {
          links.add(link);
          open.add(
              back
                  ? new Column(link.from(), link.fromColumn())
                  : new Column(link.to(), link.toColumn()));
        }
      }
    }
    columns.addAll(seen);
  }

  /** Whether a dataset or job is on it. */
  boolean touches(String node) {
    return columns.stream().anyMatch(column -> column.dataset().equals(node))
        || links.stream().anyMatch(link -> link.job().equals(node));
  }

  boolean has(String dataset, String column) {
    return columns.contains(new Column(dataset, column));
  }
}
