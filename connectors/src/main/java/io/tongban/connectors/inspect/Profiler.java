package io.tongban.connectors.inspect;

import io.tongban.connectors.format.RawRow;
import io.tongban.connectors.format.RowSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the rows of an input and keeps what is needed to tell its columns; bounded in memory. */
final class Profiler implements RowSink {
  private static final long MOST_ROWS = 2_000_000;
  private static final int MOST_COLUMNS = 2000;
  private static final int KEPT = 512;
  private static final int KEPT_OF_MANY = 96;
  private static final int MANY = 150;
  private final Map<String, ColumnStats> columns = new LinkedHashMap<>();
  private long rows;
  private long faulty;
  private boolean stopped;

  @Override
  public void header(List<String> header) {
    int kept = header.size() > MANY ? KEPT_OF_MANY : KEPT;
    header.stream()
        .limit(MOST_COLUMNS)
        .forEach(name -> columns.put(name, new ColumnStats(name, kept)));
  }

  @Override
  public boolean row(RawRow row) {
    rows++;
    if (row.fault().isPresent()) {
      faulty++;
    } else {
      row.values().forEach(this::add);
    }
    stopped = rows >= MOST_ROWS;
    return !stopped;
  }

  private void add(String name, String value) {
    ColumnStats column = columns.get(name);
    if (column == null && columns.size() < MOST_COLUMNS) {
      column = new ColumnStats(name, columns.size() > MANY ? KEPT_OF_MANY : KEPT);
      columns.put(name, column);
    }
    if (column != null) {
      column.add(value);
    }
  }

  List<ColumnStats> columns() {
    return new ArrayList<>(columns.values());
  }

  long rows() {
    return rows;
  }

  long faulty() {
    return faulty;
  }

  /** Whether there may be more rows than were looked at. */
  boolean stopped() {
    return stopped;
  }
}
