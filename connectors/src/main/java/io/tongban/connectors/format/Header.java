package io.tongban.connectors.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a table-like input. A column without a name is called {@code column-N}; a second
 * column of a name gets {@code #2} after it, and so on.
 */
final class Header {
  private final List<String> columns;

  Header(List<String> names) {
    Set<String> used = new HashSet<>();
    List<String> unique = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) == null ? "" : names.get(i).strip();
      String base = name.isEmpty() ? unnamed(i) : name;
      String candidate = base;
      for (int n = 2; !used.add(candidate); n++) {
        candidate = base + "#" + n;
      }
      unique.add(candidate);
    }
    this.columns = List.copyOf(unique);
  }

  private static String unnamed(int index) {
    return "column-" + (index + 1);
  }

  List<String> columns() {
    return columns;
  }

  /** A row's cells by column; cells beyond the header are called {@code column-N}. */
  Map<String, String> row(List<String> cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      row.put(i < columns.size() ? columns.get(i) : unnamed(i), cells.get(i));
    }
    return row;
  }
}
