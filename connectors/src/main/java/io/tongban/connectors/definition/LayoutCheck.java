package io.tongban.connectors.definition;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.ConnectorSpec.Fixed;
import io.tongban.connectors.ConnectorSpec.FixedColumn;
import io.tongban.connectors.ConnectorSpec.Layout;
import io.tongban.hub.FaultSink;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the layout of workbooks, the columns of fixed-width text, aliases and trees. */
final class LayoutCheck {
  private static final String AT = "/spec/input";

  /** The most characters that one cell may be declared to hold. */
  private static final int MOST_CELL = 1 << 24;

  private LayoutCheck() {}

  static void check(ConnectorSpec.Input input, FaultSink faults) {
    belongs("/layout", input.layout(), List.of("xlsx", "xls"), input.format(), faults);
    belongs("/fixed", input.fixed(), List.of("fixed"), input.format(), faults);
    belongs("/tree", input.tree(), List.of("json"), input.format(), faults);
    if ("fixed".equals(input.format()) && input.fixed() == null) {
      faults.fault(
          AT,
          "fixed-width text needs its columns",
          "write fixed: {columns: [{name: …, start: …," + " length: …}]}");
    }
    if (input.maxCell() != null && input.maxCell() > MOST_CELL) {
      faults.fault(
          AT + "/maxCell",
          input.maxCell() + " is more than " + MOST_CELL,
          "write a number up to " + MOST_CELL);
    }
    if (input.layout() != null) {
      layout(input, input.layout(), faults);
    }
    if (input.fixed() != null) {
      fixed(input, input.fixed(), faults);
    }
    aliases(input, faults);
  }

  private static void belongs(
      String field, Object value, List<String> formats, String format, FaultSink faults) {
    if (value != null && !formats.contains(format)) {
      faults.fault(
          AT + field,
          "input" + field.replace('/', '.') + " does not fit format \"" + format + "\"",
          "drop it, or write one of the formats " + String.join(", ", formats));
    }
  }

  private static void layout(ConnectorSpec.Input input, Layout layout, FaultSink faults) {
    if (layout.sheets() != null && input.sheet() != null) {
      faults.fault(
          AT + "/layout/sheets",
          "input.sheet names one sheet and input.layout.sheets several",
          "keep one of them");
    }
    if (layout.headerMatch() != null && input.headerRow() != null) {
      faults.fault(
          AT + "/headerRow",
          "the header is found by its row and by its names",
          "keep input.headerRow or input.layout.headerMatch");
    }
    if (layout.headerRows() != null && (layout.headerRows() < 1 || layout.headerRows() > 20)) {
      faults.fault(
          AT + "/layout/headerRows",
          layout.headerRows() + " is not from 1 to 20",
          "write how many rows the header has");
    }
    oneOf("/layout/merged", layout.merged(), List.of("first", "repeat"), faults);
    oneOf("/layout/beyond", layout.beyond(), List.of("quarantine", "drop"), faults);
  }

  private static void oneOf(String field, String value, List<String> values, FaultSink faults) {
    if (value != null && !values.contains(value)) {
      faults.fault(
          AT + field,
          "\"" + value + "\" is neither " + String.join(" nor ", values),
          "write " + String.join(" or ", values));
    }
  }

  private static void fixed(ConnectorSpec.Input input, Fixed fixed, FaultSink faults) {
    oneOf("/fixed/countedIn", fixed.countedIn(), List.of("characters", "bytes"), faults);
    if ("bytes".equals(fixed.countedIn())
        && input.encoding() != null
        && input.encoding().toUpperCase(java.util.Locale.ROOT).startsWith("UTF-16")) {
      faults.fault(
          AT + "/fixed/countedIn",
          "lines of UTF-16 cannot be told apart by bytes",
          "write countedIn: characters");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < fixed.columns().size(); i++) {
      FixedColumn column = fixed.columns().get(i);
      String at = AT + "/fixed/columns/" + i;
      if (!names.add(column.name())) {
        faults.fault(
            at + "/name", "column \"" + column.name() + "\" is declared twice", "rename one");
      }
      if (column.start() < 1 || column.length() < 1 || column.start() > 1_000_000) {
        faults.fault(
            at,
            "column \"" + column.name() + "\" has no place in a line",
            "write start and length, both from 1 on");
      }
    }
    if (fixed.columns().isEmpty()) {
      faults.fault(AT + "/fixed/columns", "there are no columns", "declare at least one");
    }
  }

  /** No name may stand for two columns. */
  private static void aliases(ConnectorSpec.Input input, FaultSink faults) {
    if (input.aliases() == null) {
      return;
    }
    Set<String> used = new HashSet<>(input.aliases().keySet());
    input
        .aliases()
        .forEach(
            (column, others) ->
                others.forEach(
                    other -> {
                      if (!used.add(other)) {
                        faults.fault(
                            AT + "/aliases",
                            "\"" + other + "\" is a name of two columns",
                            "keep it under one of them");
                      }
                    }));
  }
}
