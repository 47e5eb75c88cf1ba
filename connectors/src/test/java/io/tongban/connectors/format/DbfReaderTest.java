package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DbfReaderTest {
  private static final int GBK_DRIVER = 0x4D;

  /** A table with a text, a number, a day, a truth and a memo, as dBASE III writes it. */
  private static byte[] table(int driver, Charset charset, String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = 1 + 10 + 8 + 8 + 1 + 10;
    ByteBuffer head = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    head.put(0, (byte) 3).putInt(4, names.length).putShort(8, (short) (32 + 5 * 32 + 1));
    head.putShort(10, (short) length).put(29, (byte) driver);
    out.write(head.array());
    field(out, "NAME", 'C', 10, 0);
    field(out, "FEE", 'N', 8, 2);
    field(out, "SINCE", 'D', 8, 0);
    field(out, "OPEN", 'L', 1, 0);
    field(out, "NOTE", 'M', 10, 0);
    out.write(0x0D);
    for (String name : names) {
      byte[] text = Arrays.copyOf(name.getBytes(charset), 10);
      for (int i = name.getBytes(charset).length; i < 10; i++) {
        text[i] = ' ';
      }
      out.write(name.startsWith("x") ? '*' : ' ');
      out.write(text);
      out.write("   12.5020160617T          ".getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0x1A);
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, String name, char type, int length, int dec)
      throws IOException {
    byte[] field = new byte[32];
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, field, 0, name.length());
    field[11] = (byte) type;
    field[16] = (byte) length;
    field[17] = (byte) dec;
    out.write(field);
  }

  @Test
  void theFilesOwnEncodingIsBelievedUntilAnotherIsDeclared() throws IOException {
    byte[] table = table(GBK_DRIVER, Charset.forName("GBK"), "北京市", "xdeleted", "天津市");

    List<RawRow> rows = Rows.read(Rows.input("dbf", null, null), table);

    assertThat(Rows.values(rows))
        .containsExactly(
            Map.of("NAME", "北京市", "FEE", "12.50", "SINCE", "2016-06-17", "OPEN", "true"),
            Map.of("NAME", "天津市", "FEE", "12.50", "SINCE", "2016-06-17", "OPEN", "true"));
    assertThat(rows).extracting(RawRow::number).containsExactly(1L, 2L);

    byte[] wrong = table(GBK_DRIVER, Charset.forName("Big5"), "臺北市");
    assertThat(Rows.values(Rows.read(Rows.input("dbf", "Big5", null), wrong)))
        .first()
        .extracting(row -> row.get("NAME"))
        .isEqualTo("臺北市");
  }

  @Test
  void aTableThatTellsNoEncodingMustBeAsciiOrDeclared() throws IOException {
    byte[] table = table(0, Charset.forName("GBK"), "plain", "北京市");

    assertThat(Rows.read(Rows.input("dbf", null, null), table))
        .extracting(Rows::reason)
        .containsExactly("", "broken-encoding");
  }

  @Test
  void aCutOffTableIsUnreadable() throws IOException {
    byte[] table = table(GBK_DRIVER, Charset.forName("GBK"), "北京市", "天津市");

    for (int length : List.of(0, 10, 40, 150, 200, table.length - 20)) {
      assertThatThrownBy(
              () -> Rows.read(Rows.input("dbf", null, null), Arrays.copyOf(table, length)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("input-unreadable");
    }
  }

  @Test
  void aValueOfNoTypeSpoilsItsRowOnly() throws IOException {
    byte[] table = table(GBK_DRIVER, Charset.forName("GBK"), "one", "two");
    String text = new String(table, StandardCharsets.ISO_8859_1).replaceFirst("12.50", "*****");

    assertThat(Rows.read(Rows.input("dbf", null, null), text.getBytes(StandardCharsets.ISO_8859_1)))
        .extracting(Rows::reason)
        .containsExactly("cell-error", "");
  }
}
