package io.tongban.connectors.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts rows with an overlong cell into the quarantine, with the beginning of it only. */
record CellLimit(RowSink sink, int most) implements RowSink {
  static final String REASON = "cell-too-long";
  private static final int KEPT = 200;

  @Override
  public void header(List<String> columns) {
    sink.header(columns);
  }

  @Override
  public boolean row(RawRow row) {
    String column = null;
    for (Map.Entry<String, String> cell : row.values().entrySet()) {
      if (cell.getValue() != null && cell.getValue().length() > most) {
        column = cell.getKey();
      }
    }
    return sink.row(column == null ? row : cut(row, column));
  }

  private RawRow cut(RawRow row, String column) {
    Map<String, String> values = new LinkedHashMap<>();
    row.values().forEach((name, text) -> values.put(name, beginning(text)));
    return row.fault().isPresent()
        ? new RawRow(row.number(), values, row.fault())
        : RawRow.faulty(
            row.number(),
            values,
            REASON,
            "column \"%s\" holds more than %d characters; have the source mend it, or raise maxCell"
                .formatted(column, most));
  }

  /** Never half of a surrogate pair. */
  private String beginning(String text) {
    if (text == null || text.length() <= most) {
      return text;
    }
    int end = Math.min(KEPT, text.length());
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
