package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.UnsupportedFileFormatException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JRuntimeException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.model.SharedStrings;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Sheets of an Excel workbook (ISO/IEC 29500), row by row. Dates become ISO 8601, numbers their
 * plain digits, formulas the value last computed.
 */
final class XlsxReader implements RowReader {
  private static final Pattern DATES_FROM_1904 =
      Pattern.compile("<[^>]*workbookPr[^>]*\\bdate1904\\s*=\\s*[\"'](1|true)[\"']");
  private static final int WORKBOOK_HEAD = 1 << 16;
  private final SheetLayout layout;

  XlsxReader(SheetLayout layout) {
    this.layout = layout;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    Path file = Files.createTempFile("workbook", ".xlsx");
    try {
      try (InputStream in = input.open()) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      ZipGuard.check(file);
      Foreign.call("not a sound Excel workbook (.xlsx)", sink, own -> readFile(file, own));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void readFile(Path file, RowSink sink) throws IOException {
    try (OPCPackage workbook = OPCPackage.open(file.toFile(), PackageAccess.READ)) {
      XSSFReader reader = new XSSFReader(workbook);
      reader.setUseReadOnlySharedStringsTable(true);
      sheets(reader, new SheetRows(layout, sink));
    } catch (SheetRows.Enough e) {
      // the sink has all it wants
    } catch (OpenXML4JException
        | OpenXML4JRuntimeException
        | UnsupportedFileFormatException
        | ZipException
        | EOFException
        | ParserConfigurationException e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem("not an Excel workbook (.xlsx)", e);
    } catch (SAXException e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem("the sheet is damaged", e);
    }
  }

  private void sheets(XSSFReader reader, SheetRows rows)
      throws IOException, OpenXML4JException, SAXException, ParserConfigurationException {
    List<Integer> chosen = layout.choose(names(reader));
    SheetNumbers numbers = new SheetNumbers(from1904(reader));
    SharedStrings strings = reader.getSharedStringsTable();
    XSSFReader.SheetIterator sheets = reader.getSheetIterator();
    for (int i = 0; sheets.hasNext(); i++) {
      try (InputStream data = sheets.next()) {
        if (chosen.contains(i)) {
          rows.begin(sheets.getSheetName(), merged(sheets.getSheetPart()));
          parse(
              data,
              new XSSFSheetXMLHandler(reader.getStylesTable(), strings, rows, numbers, false));
          rows.end();
        }
      }
    }
  }

  private static List<String> names(XSSFReader reader) throws IOException, OpenXML4JException {
    XSSFReader.SheetIterator sheets = reader.getSheetIterator();
    List<String> names = new ArrayList<>();
    while (sheets.hasNext()) {
      sheets.next().close();
      names.add(sheets.getSheetName());
    }
    return names;
  }

  private Merged merged(PackagePart sheet)
      throws IOException, SAXException, ParserConfigurationException {
    if (!layout.repeatMerged()) {
      return Merged.NONE;
    }
    Merged merged = new Merged();
    try (InputStream data = sheet.getInputStream()) {
      parse(data, new MergedCells(merged));
    }
    return merged.sorted();
  }

  private static void parse(InputStream data, ContentHandler handler)
      throws IOException, SAXException, ParserConfigurationException {
    XMLReader xml = XMLHelper.newXMLReader();
    xml.setContentHandler(handler);
    xml.parse(new InputSource(data));
  }

  /** The areas that a sheet names after its cells (ISO/IEC 29500-1, 18.3.1.54). */
  private static final class MergedCells extends DefaultHandler {
    private final Merged merged;

    MergedCells(Merged merged) {
      this.merged = merged;
    }

    @Override
    public void startElement(String uri, String name, String qName, Attributes attributes) {
      if ("mergeCell".equals(name)) {
        CellRangeAddress area = CellRangeAddress.valueOf(attributes.getValue("ref"));
        merged.add(
            area.getFirstRow(), area.getLastRow(), area.getFirstColumn(), area.getLastColumn());
      }
    }
  }

  private static boolean from1904(XSSFReader reader) throws IOException, OpenXML4JException {
    try (InputStream in = reader.getWorkbookData()) {
      String head =
          new String(in.readNBytes(WORKBOOK_HEAD), java.nio.charset.StandardCharsets.UTF_8);
      return DATES_FROM_1904.matcher(head).find();
    }
  }
}
