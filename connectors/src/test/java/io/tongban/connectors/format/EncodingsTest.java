package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.connectors.ConnectorHub;
import io.tongban.hub.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingsTest {
  private static final Path DIVISIONS = ConnectorHub.EXAMPLES.resolve("divisions/data");

  private static String first(byte[] bytes) {
    List<Encodings.Proposal> proposals = Encodings.propose(bytes);
    return proposals.isEmpty() ? "" : proposals.get(0).encoding();
  }

  @Test
  void theRealSets() {
    byte[] gbk = ConnectorHub.bytes(DIVISIONS.resolve("nhc-2020-02-20.gbk.csv"));
    byte[] gb18030 = ConnectorHub.bytes(DIVISIONS.resolve("streets.gb18030.csv"));
    byte[] utf8 = ConnectorHub.bytes(DIVISIONS.resolve("2020-02-20.csv"));

    assertThat(Encodings.propose(gbk))
        .extracting(Encodings.Proposal::encoding)
        .startsWith("GB18030", "GBK");
    assertThat(Encodings.propose(gb18030))
        .extracting(Encodings.Proposal::encoding)
        .startsWith("GB18030")
        .doesNotContain("GBK");
    assertThat(first(utf8)).isEqualTo("UTF-8");
    for (int cut = 4000; cut < 4004; cut++) {
      assertThat(first(Arrays.copyOf(utf8, cut))).isEqualTo("UTF-8");
      assertThat(first(Arrays.copyOf(gbk, cut))).isEqualTo("GB18030");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Big5, 臺北市中正區重慶南路一段的居民登記資料與戶籍謄本",
    "Shift_JIS, 東京都千代田区霞が関にある役所のデータを読みます",
    "windows-1252, Café de la mairie – l’été à Orléans; façade rénovée; Müller & Söhne",
    "windows-1251, Москва и Санкт-Петербург реестр предприятий общественного питания",
    "GB18030, 北京市朝阳区市场监督管理局食品经营许可证",
    "UTF-16LE, 北京市;110000;abcdefgh",
    "UTF-16BE, name;code;北京市"
  })
  void ofShortTexts(String encoding, String text) {
    assertThat(first(text.getBytes(Charset.forName(encoding)))).isEqualTo(encoding);
  }

  @Test
  void marksAsciiAndNoTextAtAll() {
    assertThat(Encodings.propose("\uFEFFa".getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            new Encodings.Proposal("UTF-8", true, 1, "begins with the byte order mark EF BB BF"));
    assertThat(first("a,b\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("UTF-8");
    assertThat(first(new byte[] {0, 1, 2, (byte) 0xFF, (byte) 0x80, 0, 0, 0})).isEmpty();
  }

  @Test
  void aWrongDeclarationIsOneFaultThatNamesTheRealOne() {
    byte[] gbk = ConnectorHub.bytes(DIVISIONS.resolve("nhc-2020-02-20.gbk.csv"));

    assertThatThrownBy(() -> Rows.read(Rows.input("csv", "UTF-8", null), gbk))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("encoding-mismatch")
        .hasMessageContaining("UTF-8")
        .hasMessageContaining("GB18030");
    assertThatThrownBy(
            () ->
                Rows.read(
                    Rows.input("json", null, null),
                    "[{\"a\":\"é\"}]".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("encoding-mismatch");
    assertThatThrownBy(
            () ->
                Rows.read(
                    Rows.input("csv", null, null),
                    "名称,代码\n北京市,11\n".getBytes(Charset.forName("GBK"))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("GB18030");
  }

  @Test
  void aFewRowsInAnotherEncodingAreFaultsOfTheseRows() throws IOException {
    ByteArrayOutputStream mixed = new ByteArrayOutputStream();
    mixed.write("name\n".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 400; i++) {
      Charset charset = i % 20 == 0 ? Charset.forName("GBK") : StandardCharsets.UTF_8;
      mixed.write("北京\n".getBytes(charset));
    }

    List<RawRow> rows = Rows.read(Rows.input("csv", null, null), mixed.toByteArray());

    assertThat(rows.stream().filter(row -> Rows.reason(row).equals("broken-encoding"))).hasSize(20);
    assertThat(rows).hasSize(400);
  }
}
