package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.hub.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler.SheetContentsHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;

/**
 * Makes rows of the cells of one or several sheets. Rows without any text of their own are no rows.
 */
final class SheetRows implements SheetContentsHandler {
  /** Column with the sheet's name, where several sheets are read. */
  static final String SHEET = "(sheet)";

  private static final String ERROR = "ERROR:";

  /** How far down a header is looked for. */
  private static final int LAST_HEADER_ROW = 1000;

  private final SheetLayout layout;
  private final RowSink sink;
  private final List<String> cells = new ArrayList<>();
  private final Deque<List<String>> above = new ArrayDeque<>();
  private Merged merged = Merged.NONE;
  private Header header;
  private String sheet;
  private long number;

  SheetRows(SheetLayout layout, RowSink sink) {
    this.layout = layout;
    this.sink = sink;
  }

  /** Thrown through the parser when the sink wants no more. */
  static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("the sink wants no more rows", null, false, false);
    }
  }

  /** A new sheet begins. */
  void begin(String name, Merged areas) {
    sheet = name;
    merged = areas;
    header = null;
    above.clear();
    cells.clear();
  }

  @Override
  public void startRow(int row) {
    cells.clear();
  }

  @Override
  public void cell(String reference, String text, XSSFComment comment) {
    cell(reference == null ? cells.size() : new CellReference(reference).getCol(), text);
  }

  /**
   * A cell of the row that has been started.
   *
   * @param column 0-based
   */
  void cell(int column, String text) {
    while (cells.size() <= column) {
      cells.add(null);
    }
    cells.set(column, text);
  }

  @Override
  public void endRow(int row) {
    boolean empty = trimmed().isEmpty();
    merged.fill(row, cells);
    if (header == null) {
      lookForHeader(row);
    } else if (!empty) {
      number++;
      if (!sink.row(toRow(row + 1))) {
        throw new Enough();
      }
    }
  }

  private void lookForHeader(int row) {
    above.addLast(new ArrayList<>(cells));
    while (above.size() > layout.headerRows()) {
      above.removeFirst();
    }
    if (layout.match().isEmpty() ? row + 1 >= lastHeaderRow() : matches(trimmed())) {
      if (layout.match().isEmpty() && row + 1 > lastHeaderRow()) {
        throw noHeader();
      }
      header = new Header(joined());
      if (header.columns().isEmpty()) {
        throw noHeader();
      }
      sink.header(told());
    } else if (row >= LAST_HEADER_ROW) {
      throw noHeader();
    }
  }

  private int lastHeaderRow() {
    return layout.headerRow() + layout.headerRows() - 1;
  }

  private boolean matches(List<String> row) {
    return layout.match().stream()
        .allMatch(
            wanted ->
                row.stream()
                    .anyMatch(
                        cell ->
                            cell != null && wanted.equals(layout.aliases().name(cell.strip()))));
  }

  /** The names of the header's rows from top to bottom; equal ones beneath each other are one. */
  private List<String> joined() {
    int width = above.stream().mapToInt(List::size).max().orElse(0);
    List<String> names = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      List<String> parts = new ArrayList<>();
      for (List<String> row : above) {
        String part = column < row.size() && row.get(column) != null ? row.get(column).strip() : "";
        if (!part.isEmpty() && (parts.isEmpty() || !parts.get(parts.size() - 1).equals(part))) {
          parts.add(part);
        }
      }
      names.add(String.join("/", parts));
    }
    while (!names.isEmpty() && names.get(names.size() - 1).isEmpty()) {
      names.remove(names.size() - 1);
    }
    return names;
  }

  private List<String> told() {
    if (!layout.several()) {
      return header.columns();
    }
    List<String> columns = new ArrayList<>(header.columns());
    columns.add(SHEET);
    return columns;
  }

  /** Called when a sheet has ended. */
  void end() {
    if (header == null) {
      throw noHeader();
    }
  }

  private ProblemException noHeader() {
    String where = layout.several() ? "sheet \"" + sheet + "\"" : "the sheet";
    return ConnectorProblem.INPUT_UNREADABLE.problem(
        layout.match().isEmpty()
            ? "row "
                + layout.headerRow()
                + " of "
                + where
                + ", which should be its header, is empty"
            : where + " has no row with the header's names " + layout.match());
  }

  private RawRow toRow(int sheetRow) {
    List<String> row = trimmed();
    int wanted = header.columns().size();
    if (row.size() > wanted && layout.dropBeyond()) {
      row = new ArrayList<>(row.subList(0, wanted));
    }
    if (row.size() > wanted) {
      return RawRow.faulty(
          number,
          values(row),
          "wrong-column-count",
          "sheet row %d has %d columns where the header has %d"
              .formatted(sheetRow, row.size(), wanted));
    }
    while (row.size() < wanted) {
      row.add(null);
    }
    if (row.stream().anyMatch(c -> c != null && c.startsWith(ERROR))) {
      return RawRow.faulty(
          number,
          values(row),
          "cell-error",
          "sheet row %d has a formula that ends in an error; mend the workbook"
              .formatted(sheetRow));
    }
    return RawRow.of(number, values(row));
  }

  private Map<String, String> values(List<String> row) {
    Map<String, String> values = new LinkedHashMap<>(header.row(row));
    if (layout.several()) {
      values.put(SHEET, sheet);
    }
    return values;
  }

  /** The cells without empty ones at the end. */
  private List<String> trimmed() {
    int size = cells.size();
    while (size > 0 && (cells.get(size - 1) == null || cells.get(size - 1).isBlank())) {
      size--;
    }
    return new ArrayList<>(cells.subList(0, size));
  }
}
