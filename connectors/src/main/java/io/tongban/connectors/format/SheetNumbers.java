package io.tongban.connectors.format;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;

/** Numbers and dates of a sheet as they are, not as the sheet shows them. */
final class SheetNumbers extends DataFormatter {
  private final boolean from1904;

  SheetNumbers(boolean from1904) {
    super(Locale.ROOT);
    this.from1904 = from1904;
  }

  @Override
  public String formatRawCellContents(double value, int formatIndex, String format) {
    return DateUtil.isADateFormat(formatIndex, format) ? date(value) : number(value);
  }

  private String date(double value) {
    if (!DateUtil.isValidExcelDate(value)) {
      return number(value);
    }
    LocalDateTime time =
        DateUtil.getLocalDateTime(value, from1904)
            .plusNanos(500_000_000L)
            .truncatedTo(ChronoUnit.SECONDS);
    return time.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.toLocalDate().toString()
        : time.toString();
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
