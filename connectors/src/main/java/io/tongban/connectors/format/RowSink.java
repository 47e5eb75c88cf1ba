package io.tongban.connectors.format;

import java.util.List;

/** Takes the rows of an input, one after the other. */
public interface RowSink {
  /** Called once before the first row, by formats that have a header. */
  default void header(List<String> columns) {}

  /** Takes a row; false to stop reading. */
  boolean row(RawRow row);
}
