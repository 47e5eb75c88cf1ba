package io.tongban.federation.calcite;

import io.tongban.federation.calcite.ColumnLineage.Derived;
import io.tongban.federation.calcite.ColumnLineage.Known;
import io.tongban.federation.calcite.ColumnLineage.Sources;
import io.tongban.federation.calcite.CompiledQuery.Origin;
import io.tongban.ledger.ColumnRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which columns of resources an answer is made of, and which decided over it.
 *
 * @param columns by column of the answer, without masks and row conditions: where values come from
 *     is the same under them
 * @param whole which decided over all of it, the row conditions of the caller's agreements included
 */
record QueryLineage(Map<String, Derived> columns, Sources whole) {
  static QueryLineage of(List<String> names, Known clear, Sources whole) {
    Map<String, Derived> columns = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      columns.put(names.get(i), clear.columns().get(i));
    }
    return new QueryLineage(columns, whole);
  }

  /**
   * As the graph has it, by column {@code dataset.column} of the output.
   *
   * @param direct columns whose values went in
   * @param indirect columns that decided
   * @param subtypes how, by input column
   */
  record Named(
      Map<String, List<String>> direct,
      Map<String, List<String>> indirect,
      Map<String, Map<String, List<String>>> subtypes) {
    private void add(String made, Sources sources, Map<String, List<String>> to) {
      if (sources.ways().isEmpty()) {
        return;
      }
      to.put(made, sources.ways().keySet().stream().map(Named::name).sorted().toList());
      Map<String, List<String>> how = subtypes.computeIfAbsent(made, key -> new TreeMap<>());
      sources
          .ways()
          .forEach(
              (origin, subtypes) ->
                  how.merge(
                      name(origin),
                      subtypes.stream().map(Enum::name).toList(),
                      (one, other) ->
                          java.util.stream.Stream.concat(one.stream(), other.stream()).toList()));
    }

    private static String name(Origin origin) {
      return "resource/" + origin.resource() + "." + origin.column();
    }
  }

  /** Under the name of the output. */
  Named of(String output) {
    Named named = new Named(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    columns.forEach(
        (column, derived) -> {
          named.add(output + "." + column, derived.direct(), named.direct());
          named.add(output + "." + column, derived.indirect(), named.indirect());
        });
    named.add(output + "." + ColumnRef.ALL, whole, named.indirect());
    return named;
  }
}
