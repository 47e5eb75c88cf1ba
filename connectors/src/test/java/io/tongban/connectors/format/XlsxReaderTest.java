package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.hub.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

class XlsxReaderTest {
  @Test
  void realWorkbookOfTheFoodAgency() throws IOException {
    byte[] workbook;
    try (var in = getClass().getResourceAsStream("/xlsx/map-county-to-local-authority.xlsx")) {
      workbook = in.readAllBytes();
    }
    List<RawRow> rows = Rows.read(Rows.input("xlsx", null, null), workbook);

    assertThat(rows).hasSizeGreaterThan(300).allMatch(row -> row.fault().isEmpty());
  }

  @Test
  void datesNumbersGapsAndFaults() throws IOException {
    List<RawRow> rows = Rows.read(input("数据", 2), workbook());

    assertThat(rows)
        .extracting(Rows::reason)
        .containsExactly("", "wrong-column-count", "cell-error");
    assertThat(rows.get(0).values())
        .isEqualTo(
            Map.of("day", "2016-06-17", "time", "2016-06-17T09:30:15", "n", "1200000", "x", "0.1"));
    assertThat(rows.get(1).values()).containsEntry("column-5", "too far");
    assertThatThrownBy(() -> Rows.read(input("nowhere", 1), workbook()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("数据");
  }

  private static byte[] workbook() throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      workbook.createSheet("first");
      Sheet sheet = workbook.createSheet("数据");
      sheet.createRow(0).createCell(0).setCellValue("a title");
      row(sheet, 1, "day", "time", "n", "x");
      CellStyle day = workbook.createCellStyle();
      day.setDataFormat(workbook.createDataFormat().getFormat("dd/mm/yy"));
      Row row = sheet.createRow(2);
      row.createCell(0).setCellValue(LocalDate.of(2016, 6, 17));
      row.getCell(0).setCellStyle(day);
      row.createCell(1).setCellValue(LocalDateTime.of(2016, 6, 17, 9, 30, 15));
      row.getCell(1).setCellStyle(day);
      row.createCell(2).setCellValue(1.2e6);
      row.createCell(3).setCellValue(0.1);
      sheet.createRow(3).createCell(1).setCellValue("  ");
      row(sheet, 4, "a", "b", "c", "d", "too far");
      Row error = sheet.createRow(5);
      error.createCell(0).setCellErrorValue((byte) 0x2A);
      workbook.write(out);
      return out.toByteArray();
    }
  }

  private static void row(Sheet sheet, int index, String... cells) {
    Row row = sheet.createRow(index);
    for (int i = 0; i < cells.length; i++) {
      row.createCell(i).setCellValue(cells[i]);
    }
  }

  @Test
  void aZipBombIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        zip.write(zeros);
      }
    }
    assertThatThrownBy(() -> Rows.read(Rows.input("xlsx", null, null), out.toByteArray()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("input-dangerous");
  }

  @Test
  void whatIsNoWorkbookIsRefused() {
    assertThatThrownBy(() -> Rows.read(Rows.input("xlsx", null, null), new byte[] {1, 2, 3}))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("input-unreadable");
  }

  private static ConnectorSpec.Input input(String sheet, int headerRow) {
    return new ConnectorSpec.Input(
        "xlsx", null, null, null, null, null, null, sheet, headerRow, null, null);
  }
}
