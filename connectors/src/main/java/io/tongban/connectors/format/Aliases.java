package io.tongban.connectors.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Other names that columns have in some files or sheets. */
final class Aliases {
  private final Map<String, String> names = new HashMap<>();

  /**
   * @param aliases column → other names; may be null
   */
  Aliases(Map<String, List<String>> aliases) {
    if (aliases != null) {
      aliases.forEach((name, others) -> others.forEach(other -> names.put(other, name)));
    }
  }

  /** The name that the mapping uses. */
  String name(String column) {
    return names.getOrDefault(column, column);
  }

  /** A sink that gets every column under the name that the mapping uses. */
  RowSink before(RowSink sink) {
    return names.isEmpty() ? sink : new Renamed(sink);
  }

  private final class Renamed implements RowSink {
    private final RowSink sink;

    Renamed(RowSink sink) {
      this.sink = sink;
    }

    /** A column keeps its name where another has the one it would get. */
    private Map<String, String> names(Iterable<String> columns) {
      Map<String, String> told = new LinkedHashMap<>();
      columns.forEach(column -> told.put(column, column));
      for (String column : List.copyOf(told.keySet())) {
        String name = name(column);
        if (!told.containsValue(name)) {
          told.put(column, name);
        }
      }
      return told;
    }

    @Override
    public void header(List<String> columns) {
      sink.header(new ArrayList<>(names(columns).values()));
    }

    @Override
    public boolean row(RawRow row) {
      Map<String, String> told = names(row.values().keySet());
      Map<String, String> values = new LinkedHashMap<>();
      row.values().forEach((column, value) -> values.put(told.get(column), value));
      return sink.row(new RawRow(row.number(), values, row.fault()));
    }
  }
}
