package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.hub.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DelimitedReaderTest {
  @Test
  void aRowWithTheWrongNumberOfColumnsStandsAlone() throws IOException {
    List<RawRow> rows = Rows.read("csv", "a,b\n1,2\n3\n4,5,6\n7,8\n");

    assertThat(rows)
        .extracting(Rows::reason)
        .containsExactly("", "wrong-column-count", "wrong-column-count", "");
    assertThat(rows.get(1).fault().get().message()).contains("line 3").contains("has 1 columns");
    assertThat(rows.get(2).values()).isEqualTo(Map.of("a", "4", "b", "5", "column-3", "6"));
  }

  @Test
  void brokenBytesSpoilTheirRowOnlyAndAreNamedByOffset() throws IOException {
    byte[] bytes = bytes("a,b\n1,caf", new byte[] {(byte) 0xE9}, "\n2,tea\n");

    List<RawRow> rows = Rows.read(Rows.input("csv", "UTF-8", null), bytes);

    assertThat(rows).extracting(Rows::reason).containsExactly("broken-encoding", "");
    assertThat(rows.get(0).fault().get().message()).contains("UTF-8").contains("offset 9");
    assertThat(rows.get(1).values()).containsEntry("b", "tea");
  }

  @Test
  void offsetsHoldBehindAByteOrderMarkAndAcrossBuffers() throws IOException {
    StringBuilder text = new StringBuilder("\uFEFFa,b\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(",某地\n");
    }
    byte[] before = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = bytes(text + "x,", new byte[] {(byte) 0xFF}, "\nlast,row\n");

    List<RawRow> rows = Rows.read(Rows.input("csv", "UTF-8", null), bytes);

    assertThat(rows).hasSize(20_002);
    assertThat(rows.subList(0, 20_000)).allMatch(row -> row.fault().isEmpty());
    assertThat(rows.get(0).values()).isEqualTo(Map.of("a", "0", "b", "某地"));
    assertThat(rows.get(20_000).fault().get().message())
        .contains("offset " + (before.length + 2))
        .contains("line 20002");
    assertThat(rows.get(20_001).fault()).isEmpty();
  }

  @Test
  void windows1252AndGb18030AreReadAsDeclared() throws IOException {
    byte[] latin = bytes("a\n", new byte[] {(byte) 0x80, (byte) 0xE9}, "\n");
    assertThat(Rows.values(Rows.read(Rows.input("csv", "windows-1252", null), latin)))
        .containsExactly(Map.of("a", "€é"));

    byte[] rare = "a\n湖㳇镇\n".getBytes(Charset.forName("GB18030"));
    assertThat(Rows.values(Rows.read(Rows.input("csv", "GB18030", null), rare)))
        .containsExactly(Map.of("a", "湖㳇镇"));
    assertThat(Rows.read(Rows.input("csv", "GBK", null), rare))
        .extracting(Rows::reason)
        .containsExactly("broken-encoding");
  }

  @Test
  void textAfterAClosingQuoteSpoilsItsLineOnly() throws IOException {
    List<RawRow> rows = Rows.read("csv", "a,b\n1,\"x\"y\n2,\"z\" \n");

    assertThat(rows).extracting(Rows::reason).containsExactly("malformed-quoting", "");
    assertThat(rows.get(0).values()).containsEntry("(line)", "1,\"x\"y");
    assertThat(rows.get(1).values()).containsEntry("b", "z");
  }

  @Test
  void anUnclosedQuoteIsAFaultOfTheWholeFile() {
    assertThatThrownBy(() -> Rows.read("csv", "a,b\n1,2\n3,\"never closed\n4,5\n"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("line 3");
    assertThatThrownBy(() -> Rows.read("csv", ""))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("header");
  }

  @Test
  void tabSeparatedTextHasNoQuotes() throws IOException {
    assertThat(Rows.values(Rows.read("tsv", "a\tb\n\"x\t5\" pipe\n")))
        .containsExactly(Map.of("a", "\"x", "b", "5\" pipe"));
  }

  @Test
  void headersMayBeTwiceUnnamedOrLower() throws IOException {
    var input =
        new ConnectorSpec.Input("csv", null, null, null, null, ";", null, null, 2, null, null);
    byte[] bytes = "made by hand\nn;n;\n1;2;3\n".getBytes(StandardCharsets.UTF_8);

    assertThat(Rows.values(Rows.read(input, bytes)))
        .containsExactly(Map.of("n", "1", "n#2", "2", "column-3", "3"));
  }

  private static byte[] bytes(String before, byte[] broken, String after) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(before.getBytes(StandardCharsets.UTF_8));
    out.write(broken);
    out.write(after.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}
