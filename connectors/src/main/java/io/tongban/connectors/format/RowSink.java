package io.tongban.connectors.format;

import java.util.List;

/** Takes the rows of an input, one after the other. */
public interface RowSink {
  /**
   * Called by formats that have a header before the first row, of a workbook's sheets before the
   * first row of each.
   */
  default void header(List<String> columns) {}

  /** Takes a row; false to stop reading. */
  boolean row(RawRow row);
}
