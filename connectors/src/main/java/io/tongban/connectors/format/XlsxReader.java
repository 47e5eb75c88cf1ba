package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.UnsupportedFileFormatException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JRuntimeException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * A sheet of an Excel workbook (ISO/IEC 29500), row by row. Dates become ISO 8601, numbers their
 * plain digits, formulas the value last computed.
 */
final class XlsxReader implements RowReader {
  private static final Pattern DATES_FROM_1904 =
      Pattern.compile("<[^>]*workbookPr[^>]*\\bdate1904\\s*=\\s*[\"'](1|true)[\"']");
  private static final int WORKBOOK_HEAD = 1 << 16;
  private final String sheet;
  private final int headerRow;

  /**
   * @param sheet name, or null for the first
   * @param headerRow 1-based
   */
  XlsxReader(String sheet, int headerRow) {
    this.sheet = sheet;
    this.headerRow = headerRow;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    Path file = Files.createTempFile("workbook", ".xlsx");
    try {
      try (InputStream in = input.open()) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      ZipGuard.check(file);
      readFile(file, sink);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void readFile(Path file, RowSink sink) throws IOException {
    try (OPCPackage workbook = OPCPackage.open(file.toFile(), PackageAccess.READ)) {
      XSSFReader reader = new XSSFReader(workbook);
      reader.setUseReadOnlySharedStringsTable(true);
      try (InputStream data = find(reader)) {
        parse(reader, data, new SheetRows(headerRow, sink));
      }
    } catch (SheetRows.Enough e) {
      // the sink has all it wants
    } catch (OpenXML4JException
        | OpenXML4JRuntimeException
        | UnsupportedFileFormatException
        | ParserConfigurationException e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem("not an Excel workbook (.xlsx)", e);
    } catch (SAXException e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem("the sheet is damaged", e);
    }
  }

  private static void parse(XSSFReader reader, InputStream data, SheetRows rows)
      throws IOException, OpenXML4JException, SAXException, ParserConfigurationException {
    XMLReader xml = XMLHelper.newXMLReader();
    var numbers = new SheetNumbers(from1904(reader));
    xml.setContentHandler(
        new XSSFSheetXMLHandler(
            reader.getStylesTable(), reader.getSharedStringsTable(), rows, numbers, false));
    xml.parse(new InputSource(data));
    rows.end();
  }

  private static boolean from1904(XSSFReader reader) throws IOException, OpenXML4JException {
    try (InputStream in = reader.getWorkbookData()) {
      String head =
          new String(in.readNBytes(WORKBOOK_HEAD), java.nio.charset.StandardCharsets.UTF_8);
      return DATES_FROM_1904.matcher(head).find();
    }
  }

  private InputStream find(XSSFReader reader) throws IOException, OpenXML4JException {
    XSSFReader.SheetIterator sheets = reader.getSheetIterator();
    List<String> names = new ArrayList<>();
    while (sheets.hasNext()) {
      InputStream data = sheets.next();
      names.add(sheets.getSheetName());
      if (sheet == null || sheet.equals(sheets.getSheetName())) {
        return data;
      }
      data.close();
    }
    throw ConnectorProblem.INPUT_UNREADABLE.problem(
        sheet == null
            ? "the workbook has no sheet"
            : "the workbook has no sheet \"" + sheet + "\"; it has " + names);
  }
}
