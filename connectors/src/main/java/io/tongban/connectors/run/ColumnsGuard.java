package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.hub.Nearest;
import java.util.List;
import java.util.Set;

/** Refuses an input whose header lacks a column that the mapping reads. */
final class ColumnsGuard {
  private ColumnsGuard() {}

  static void check(Set<String> wanted, List<String> header) {
    List<String> missing = wanted.stream().filter(c -> !header.contains(c)).sorted().toList();
    if (!missing.isEmpty()) {
      List<String> told = missing.stream().map(c -> told(c, header)).toList();
      throw ConnectorProblem.COLUMNS_MISSING.problem(
          "the header has no column " + String.join(", ", told));
    }
  }

  private static String told(String column, List<String> header) {
    return "\""
        + column
        + "\""
        + Nearest.to(column, header).map(near -> " (is it \"" + near + "\"?)").orElse("");
  }
}
