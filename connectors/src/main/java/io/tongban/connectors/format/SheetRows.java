package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler.SheetContentsHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;

/** Makes rows of a sheet's cells. Rows without any text are no rows. */
final class SheetRows implements SheetContentsHandler {
  private static final String ERROR = "ERROR:";
  private final int headerRow;
  private final RowSink sink;
  private final List<String> cells = new ArrayList<>();
  private Header header;
  private long number;

  SheetRows(int headerRow, RowSink sink) {
    this.headerRow = headerRow;
    this.sink = sink;
  }

  /** Thrown through the parser when the sink wants no more. */
  static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("the sink wants no more rows", null, false, false);
    }
  }

  @Override
  public void startRow(int row) {
    cells.clear();
  }

  @Override
  public void cell(String reference, String text, XSSFComment comment) {
    int column = reference == null ? cells.size() : new CellReference(reference).getCol();
    while (cells.size() <= column) {
      cells.add(null);
    }
    cells.set(column, text);
  }

  @Override
  public void endRow(int row) {
    if (row + 1 == headerRow) {
      header = new Header(trimmed());
      sink.header(header.columns());
    } else if (row + 1 > headerRow && !trimmed().isEmpty()) {
      number++;
      if (header == null) {
        throw noHeader();
      }
      if (!sink.row(toRow(row + 1))) {
        throw new Enough();
      }
    }
  }

  /** Called when the sheet has ended. */
  void end() {
    if (header == null) {
      throw noHeader();
    }
  }

  private io.tongban.hub.ProblemException noHeader() {
    return ConnectorProblem.INPUT_UNREADABLE.problem(
        "row " + headerRow + " of the sheet, which should be its header, is empty");
  }

  private RawRow toRow(int sheetRow) {
    List<String> row = trimmed();
    int wanted = header.columns().size();
    if (row.size() > wanted) {
      return RawRow.faulty(
          number,
          header.row(row),
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
          header.row(row),
          "cell-error",
          "sheet row %d has a formula that ends in an error; mend the workbook"
              .formatted(sheetRow));
    }
    return RawRow.of(number, header.row(row));
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
