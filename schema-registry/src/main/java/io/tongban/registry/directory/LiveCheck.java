package io.tongban.registry.directory;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.SourceSpec;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.naming.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks where a live resource is queried. */
final class LiveCheck {
  private static final Set<DataType> KEY_TYPES =
      Set.of(DataType.STRING, DataType.INTEGER, DataType.DATE);
  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_ROWS = 10_000;
  private final ResourceSpec spec;
  private final ResourceSpec.Live live;
  private final List<String> itemNames;
  private final DefinitionView view;
  private final FaultSink faults;

  LiveCheck(ResourceSpec spec, List<String> itemNames, DefinitionView view, FaultSink faults) {
    this.spec = spec;
    this.live = spec.live();
    this.itemNames = itemNames;
    this.view = view;
    this.faults = faults;
  }

  void run() {
    source();
    if (live.rest() == null) {
      table();
    } else {
      rest(live.rest());
    }
    items("/spec/live/columns/", live.columns());
  }

  private void table() {
    if (live.table() == null || live.table().isBlank()) {
      faults.fault(
          "/spec/live/table",
          "the table has no name",
          "name the source's table or view, or say with rest how a web service is asked");
    }
  }

  private void items(String pointer, Map<String, String> columns) {
    for (String item : columns == null ? Set.<String>of() : columns.keySet()) {
      if (!itemNames.contains(item)) {
        faults.fault(
            pointer + item.replace("~", "~0").replace("/", "~1"),
            "the resource has no item \"" + item + "\"",
            Suggestion.fix(item, itemNames, "write item: COLUMN for items of this resource"));
      }
    }
  }

  private void source() {
    Optional<Definition<SourceSpec>> source = view.find(SourceSpec.class, live.source());
    if (source.isEmpty()) {
      List<String> known = view.all(SourceSpec.class).stream().map(Definition::name).toList();
      faults.fault(
          "/spec/live/source",
          "there is no Source \"" + live.source() + "\"",
          Suggestion.fix(live.source(), known, "declare that Source"));
    } else if (live.rest() == null && queried(source.get().spec())) {
      fileTable(source.get().spec().file().tables());
    } else if (live.rest() == null && source.get().spec().jdbc() == null) {
      faults.fault(
          "/spec/live/source",
          "the Source \"" + live.source() + "\" is not a database",
          "name a Source with jdbc or with tables of files, or load its records with a Connector");
    } else if (live.rest() != null && source.get().spec().http() == null) {
      faults.fault(
          "/spec/live/source",
          "the Source \"" + live.source() + "\" is not a web service",
          "name a Source with http, or a table instead of rest");
    }
  }

  private static boolean queried(SourceSpec source) {
    return source.file() != null && source.file().queried();
  }

  private void fileTable(Map<String, SourceSpec.FileTable> tables) {
    if (live.schema() != null) {
      faults.fault("/spec/live/schema", "files have no schema", "leave it out");
    }
    SourceSpec.FileTable table = live.table() == null ? null : tables.get(live.table());
    if (table != null) {
      itemNames.forEach(item -> fileColumn(item, table));
    } else if (table == null && live.table() != null) {
      faults.fault(
          "/spec/live/table",
          "the Source \"" + live.source() + "\" declares no table \"" + live.table() + "\"",
          Suggestion.fix(live.table(), List.copyOf(tables.keySet()), "declare it in the Source"));
    }
  }

  /**
   * CSV knows no types: what a number is compared as has to be said where the file is. Times are
   * not read from files, since DuckDB drops or misplaces their offsets.
   */
  private void fileColumn(String item, SourceSpec.FileTable table) {
    if (type(item) == DataType.TIMESTAMP) {
      faults.fault(
          "/spec/live/table",
          "\"" + item + "\" is TIMESTAMP, and times are not read from files",
          "leave the item out, or load the records with a Connector");
    } else if (table.csv()) {
      csvColumn(item, table);
    }
  }

  private void csvColumn(String item, SourceSpec.FileTable table) {
    String column = live.columns() == null ? item : live.columns().getOrDefault(item, item);
    SourceSpec.ColumnType said = table.types() == null ? null : table.types().get(column);
    String read = said == null ? DataType.STRING.name() : said.name();
    if (!read.equals(type(item).name())) {
      faults.fault(
          "/spec/live/table",
          "\"%s\" is %s, and the column %s of the file is read as %s"
              .formatted(item, type(item), column, read),
          said == null
              ? "add to the table in the Source: types: {" + column + ": " + type(item) + "}"
              : "mend types of the table in the Source");
    }
  }

  private void rest(ResourceSpec.Rest rest) {
    if (live.table() != null || live.schema() != null || live.columns() != null) {
      faults.fault(
          "/spec/live",
          "a web service has no table",
          "write either table, or rest with its own columns");
    }
    path(rest);
    items("/spec/live/rest/columns/", rest.columns());
    pointer("/spec/live/rest/rows", rest.rows());
    if (rest.columns() != null) {
      rest.columns().forEach((item, at) -> pointer("/spec/live/rest/columns/" + item, at));
    }
    within("/spec/live/rest/maxBytes", rest.maxBytes(), MOST_BYTES);
    within("/spec/live/rest/maxRows", rest.maxRows(), MOST_ROWS);
  }

  private void path(ResourceSpec.Rest rest) {
    String pointer = "/spec/live/rest/path";
    String fixed = rest.path(item -> "");
    if (!rest.path().startsWith("/") || rest.path().startsWith("//") || fixed.matches(".*[{}].*")) {
      faults.fault(pointer, "this is no path", "write for example /people/{id}");
    }
    if (rest.keyItems().isEmpty()) {
      faults.fault(
          pointer,
          "a web service is asked by key, and the path has none",
          "write the item whose value it needs in braces, for example /people/{id}");
    }
    for (String item : rest.keyItems()) {
      if (!itemNames.contains(item)) {
        faults.fault(
            pointer,
            "the resource has no item \"" + item + "\"",
            Suggestion.fix(item, itemNames, "name one of its items"));
      } else if (!KEY_TYPES.contains(type(item))) {
        faults.fault(
            pointer,
            "\"" + item + "\" is no text, whole number or date",
            "ask by items of these types");
      }
    }
  }

  /** STRING where the element is missing, which another check reports. */
  private DataType type(String item) {
    return spec.items().stream()
        .filter(each -> each.name().equals(item))
        .findFirst()
        .flatMap(each -> view.find(DataElementSpec.class, each.element()))
        .map(element -> element.spec().type())
        .orElse(DataType.STRING);
  }

  private void pointer(String where, String pointer) {
    if (pointer != null && !pointer.isEmpty() && !pointer.startsWith("/")) {
      faults.fault(
          where, "this is no JSON Pointer (RFC 6901)", "begin with /, for example /person/name");
    }
  }

  private void within(String where, Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      faults.fault(where, value + " is not possible", "write a number from 1 to " + most);
    }
  }
}
