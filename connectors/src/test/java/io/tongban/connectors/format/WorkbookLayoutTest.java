package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.connectors.ConnectorSpec.Input;
import io.tongban.connectors.ConnectorSpec.Layout;
import io.tongban.hub.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both workbook formats give the same rows. */
class WorkbookLayoutTest {
  private static Input input(String format, Integer headerRow, Layout layout) {
    return new Input(
        format,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        headerRow,
        null,
        null,
        null,
        Map.of("区划名称", List.of("名称")),
        layout,
        null,
        null);
  }

  private static Workbook workbook(String format) {
    return format.equals("xls") ? new HSSFWorkbook() : new XSSFWorkbook();
  }

  private static byte[] bytes(Workbook workbook) throws IOException {
    try (workbook;
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      workbook.write(out);
      return out.toByteArray();
    }
  }

  private static void row(Sheet sheet, int index, String... cells) {
    Row row = sheet.createRow(index);
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        row.createCell(i).setCellValue(cells[i]);
      }
    }
  }

  private static byte[] report(String format) throws IOException {
    Workbook workbook = workbook(format);
    row(workbook.createSheet("封面"), 0, "区划变更情况");
    Sheet first = workbook.createSheet("2022");
    row(first, 0, "2022年变更情况");
    row(first, 2, "省份", "区划名称", "变更");
    row(first, 3, null, null, "日期", "人数");
    first.addMergedRegion(new CellRangeAddress(2, 3, 0, 0));
    first.addMergedRegion(new CellRangeAddress(2, 3, 1, 1));
    first.addMergedRegion(new CellRangeAddress(2, 2, 2, 3));
    row(first, 4, "河北", "南牛镇");
    CellStyle day = workbook.createCellStyle();
    day.setDataFormat(workbook.createDataFormat().getFormat("yyyy-mm-dd"));
    first.getRow(4).createCell(2).setCellValue(LocalDate.of(2022, 6, 17));
    first.getRow(4).getCell(2).setCellStyle(day);
    first.getRow(4).createCell(3).setCellValue(1200);
    row(first, 5, null, "上方镇");
    first.addMergedRegion(new CellRangeAddress(4, 5, 0, 0));
    Sheet second = workbook.createSheet("2023");
    row(second, 0, "名称", "省份", "变更", null, null, "x");
    row(second, 1, null, null, "日期", "人数");
    second.addMergedRegion(new CellRangeAddress(0, 1, 0, 0));
    second.addMergedRegion(new CellRangeAddress(0, 1, 1, 1));
    second.addMergedRegion(new CellRangeAddress(0, 0, 2, 3));
    row(second, 2, "朝阳街道", "天津", null, null, null, null, "beyond");
    Row truth = second.createRow(3);
    truth.createCell(0).setCellFormula("1=1");
    truth.createCell(1).setCellFormula("\"a\"&\"b\"");
    truth.createCell(3).setCellErrorValue((byte) 0x2A);
    workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
    return bytes(workbook);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void sheetsWithMergedHeadersIntoOne(String format) throws IOException {
    Layout layout = new Layout(List.of("20*"), 2, List.of("日期", "人数"), "repeat", "drop");

    List<RawRow> rows = Rows.read(input(format, null, layout), report(format));

    assertThat(rows).extracting(Rows::reason).containsExactly("", "", "", "cell-error");
    assertThat(rows.get(0).values())
        .isEqualTo(
            Map.of(
                "省份",
                "河北",
                "区划名称",
                "南牛镇",
                "变更/日期",
                "2022-06-17",
                "变更/人数",
                "1200",
                "(sheet)",
                "2022"));
    assertThat(rows.get(1).values()).containsEntry("省份", "河北").containsEntry("区划名称", "上方镇");
    assertThat(rows.get(2).values())
        .containsEntry("区划名称", "朝阳街道")
        .containsEntry("(sheet)", "2023")
        .doesNotContainValue("beyond");
    assertThat(rows.get(3).values()).containsEntry("省份", "ab").containsEntry("区划名称", "TRUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void withoutALayoutAMergedValueStandsOnceAndTheFirstSheetIsRead(String format)
      throws IOException {
    Workbook workbook = workbook(format);
    Sheet sheet = workbook.createSheet("a");
    row(sheet, 0, "k", "v");
    row(sheet, 1, "1", "x");
    row(sheet, 2, null, "y");
    sheet.addMergedRegion(new CellRangeAddress(1, 2, 0, 0));

    List<RawRow> rows = Rows.read(input(format, null, null), bytes(workbook));

    assertThat(rows.get(1).values()).containsEntry("k", null).containsEntry("v", "y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void whatIsNotFoundIsSaid(String format) throws IOException {
    byte[] report = report(format);
    Layout noHeader = new Layout(List.of("2022"), null, List.of("nowhere"), null, null);
    Layout noSheet = new Layout(List.of("19*"), null, null, null, null);

    assertThatThrownBy(() -> Rows.read(input(format, null, noHeader), report))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("2022");
    assertThatThrownBy(() -> Rows.read(input(format, null, noSheet), report))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("19*")
        .hasMessageContaining("封面");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void aCutOffWorkbookIsUnreadable(String format) throws IOException {
    byte[] report = report(format);
    for (int part = 1; part < 8; part++) {
      byte[] cut = Arrays.copyOf(report, report.length * part / 8);
      assertThatThrownBy(
              () -> Rows.read(input(format, null, new Layout(null, null, null, null, null)), cut))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("input-unreadable");
    }
  }
}
