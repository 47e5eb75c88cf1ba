package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.hssf.eventusermodel.FormatTrackingHSSFListener;
import org.apache.poi.hssf.eventusermodel.HSSFEventFactory;
import org.apache.poi.hssf.eventusermodel.HSSFListener;
import org.apache.poi.hssf.eventusermodel.HSSFRequest;
import org.apache.poi.hssf.record.BOFRecord;
import org.apache.poi.hssf.record.BoolErrRecord;
import org.apache.poi.hssf.record.BoundSheetRecord;
import org.apache.poi.hssf.record.CellValueRecordInterface;
import org.apache.poi.hssf.record.DateWindow1904Record;
import org.apache.poi.hssf.record.EOFRecord;
import org.apache.poi.hssf.record.FormulaRecord;
import org.apache.poi.hssf.record.LabelRecord;
import org.apache.poi.hssf.record.LabelSSTRecord;
import org.apache.poi.hssf.record.MergeCellsRecord;
import org.apache.poi.hssf.record.NumberRecord;
import org.apache.poi.hssf.record.RKRecord;
import org.apache.poi.hssf.record.Record;
import org.apache.poi.hssf.record.SSTRecord;
import org.apache.poi.hssf.record.StringRecord;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.util.CellRangeAddress;

/**
 * Sheets of an Excel 97–2003 workbook (BIFF8), by the event model: neither sheets nor cells are
 * kept, only the workbook's table of texts.
 */
final class XlsReader implements RowReader {
  private final SheetLayout layout;

  XlsReader(SheetLayout layout) {
    this.layout = layout;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    Path file = Files.createTempFile("workbook", ".xls");
    try {
      try (InputStream in = input.open()) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      Foreign.call("not a sound Excel 97–2003 workbook (.xls)", sink, own -> workbook(file, own));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void workbook(Path file, RowSink sink) throws IOException {
    Map<Integer, Merged> merged = new HashMap<>();
    if (layout.repeatMerged()) {
      events(file, new Areas(merged));
      merged.values().forEach(Merged::sorted);
    }
    Cells cells = new Cells(new SheetRows(layout, sink), merged);
    events(file, cells);
    cells.end();
  }

  private static void events(Path file, HSSFListener listener) throws IOException {
    try (POIFSFileSystem workbook = new POIFSFileSystem(file.toFile(), true)) {
      HSSFRequest request = new HSSFRequest();
      FormatTrackingHSSFListener formats = new FormatTrackingHSSFListener(listener);
      if (listener instanceof Cells cells) {
        cells.formats = formats;
      }
      request.addListenerForAllRecords(formats);
      new HSSFEventFactory().processWorkbookEvents(request, workbook);
    }
  }

  /** Counts the sheets that pass; charts and macros are none. */
  private static class Sheets {
    private int seen = -1;
    private int nested;
    private boolean inSheet;

    /** Whether a record of a sheet's own (not of a chart inside it) is passing. */
    boolean pass(Record record) {
      if (record instanceof BOFRecord begin) {
        nested++;
        if (nested == 1) {
          inSheet = begin.getType() == BOFRecord.TYPE_WORKSHEET;
          seen += begin.getType() == BOFRecord.TYPE_WORKBOOK ? 0 : 1;
        }
        return false;
      }
      if (record instanceof EOFRecord) {
        nested--;
        return false;
      }
      return inSheet && nested == 1;
    }

    int place() {
      return seen;
    }

    boolean ended(Record record) {
      return record instanceof EOFRecord && inSheet && nested == 0;
    }
  }

  /** First pass: merged areas by the place of their sheet. */
  private static final class Areas implements HSSFListener {
    private final Map<Integer, Merged> merged;
    private final Sheets sheets = new Sheets();

    Areas(Map<Integer, Merged> merged) {
      this.merged = merged;
    }

    @Override
    public void processRecord(Record record) {
      if (sheets.pass(record) && record instanceof MergeCellsRecord areas) {
        Merged of = merged.computeIfAbsent(sheets.place(), place -> new Merged());
        for (int i = 0; i < areas.getNumAreas(); i++) {
          CellRangeAddress area = areas.getAreaAt(i);
          of.add(
              area.getFirstRow(), area.getLastRow(), area.getFirstColumn(), area.getLastColumn());
        }
      }
    }
  }

  /** Second pass: cells. */
  private final class Cells implements HSSFListener {
    private final SheetRows rows;
    private final Map<Integer, Merged> merged;
    private final Sheets sheets = new Sheets();
    private final List<String> names = new ArrayList<>();
    private FormatTrackingHSSFListener formats;
    private List<Integer> chosen;
    private SSTRecord texts;
    private SheetNumbers numbers = new SheetNumbers(false);
    private FormulaRecord waiting;
    private int current = -1;
    private int row = -1;
    private int read;

    Cells(SheetRows rows, Map<Integer, Merged> merged) {
      this.rows = rows;
      this.merged = merged;
    }

    @Override
    public void processRecord(Record record) {
      boolean own = sheets.pass(record);
      if (sheets.ended(record)) {
        endSheet();
      } else if (record instanceof BoundSheetRecord sheet) {
        names.add(sheet.getSheetname());
      } else if (record instanceof SSTRecord sst) {
        texts = sst;
      } else if (record instanceof DateWindow1904Record window) {
        numbers = new SheetNumbers(window.getWindowing() == 1);
      } else if (own && wanted()) {
        inSheet(record);
      }
    }

    private boolean wanted() {
      if (chosen == null) {
        chosen = layout.choose(names);
      }
      int place = sheets.place();
      if (!chosen.contains(place)) {
        return false;
      }
      if (place != current) {
        current = place;
        row = -1;
        read++;
        rows.begin(names.get(place), merged.getOrDefault(place, Merged.NONE));
      }
      return true;
    }

    private void inSheet(Record record) {
      if (record instanceof StringRecord text && waiting != null) {
        rows.cell(waiting.getColumn(), text.getString());
        waiting = null;
      } else if (record instanceof CellValueRecordInterface cell) {
        String text = text(cell);
        if (cell.getRow() != row) {
          endRow();
          row = cell.getRow();
          rows.startRow(row);
        }
        if (text != null) {
          rows.cell(cell.getColumn(), text);
        }
      }
    }

    private String text(CellValueRecordInterface cell) {
      if (cell instanceof LabelSSTRecord label) {
        return texts.getString(label.getSSTIndex()).getString();
      }
      if (cell instanceof LabelRecord label) {
        return label.getValue();
      }
      if (cell instanceof NumberRecord number) {
        return number(number.getValue(), cell);
      }
      if (cell instanceof RKRecord number) {
        return number(number.getRKNumber(), cell);
      }
      if (cell instanceof BoolErrRecord value) {
        return value.isError() ? error(value.getErrorValue()) : truth(value.getBooleanValue());
      }
      return cell instanceof FormulaRecord formula ? formula(formula) : null;
    }

    /** The value last computed; a text follows in a record of its own. */
    private String formula(FormulaRecord formula) {
      waiting = formula.hasCachedResultString() ? formula : null;
      return switch (formula.getCachedResultTypeEnum()) {
        case STRING, BLANK, _NONE -> null;
        case BOOLEAN -> truth(formula.getCachedBooleanValue());
        case ERROR -> error(formula.getCachedErrorValue());
        default -> number(formula.getValue(), formula);
      };
    }

    private String number(double value, CellValueRecordInterface cell) {
      return numbers.formatRawCellContents(
          value, formats.getFormatIndex(cell), formats.getFormatString(cell));
    }

    /** As the XLSX format tells it. */
    private static String truth(boolean value) {
      return value ? "TRUE" : "FALSE";
    }

    private static String error(int code) {
      return "ERROR:" + FormulaError.forInt(code).getString();
    }

    private void endRow() {
      if (row >= 0) {
        rows.endRow(row);
      }
    }

    private void endSheet() {
      if (chosen == null) {
        chosen = layout.choose(names);
      }
      if (chosen.contains(sheets.place())) {
        wanted();
        endRow();
        row = -1;
        rows.end();
      }
    }

    /** All chosen sheets must have been there: a cut-off workbook is none. */
    void end() {
      if (chosen == null || read < chosen.size()) {
        throw ConnectorProblem.INPUT_UNREADABLE.problem(
            "the workbook breaks off before its last sheet");
      }
    }
  }
}
