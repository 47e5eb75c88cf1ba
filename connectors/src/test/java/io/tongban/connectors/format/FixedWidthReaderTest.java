package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.connectors.ConnectorSpec.Fixed;
import io.tongban.connectors.ConnectorSpec.FixedColumn;
import io.tongban.connectors.ConnectorSpec.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FixedWidthReaderTest {
  private static final List<FixedColumn> COLUMNS =
      List.of(new FixedColumn("code", 1, 6), new FixedColumn("name", 7, 10));

  private static Input input(String encoding, String countedIn, Boolean trimmed, Integer skip) {
    return new Input(
        "fixed",
        null,
        null,
        null,
        encoding,
        null,
        null,
        null,
        skip,
        null,
        null,
        null,
        null,
        null,
        new Fixed(countedIn, trimmed, COLUMNS),
        null);
  }

  @Test
  void gbkIsCountedInBytes() throws IOException {
    Charset gbk = Charset.forName("GBK");
    byte[] text = "110000北京市    \r\n150600鄂尔多斯市\r\n\u001a".getBytes(gbk);

    assertThat(Rows.values(Rows.read(input("GBK", "bytes", null, null), text)))
        .containsExactly(
            Map.of("code", "110000", "name", "北京市"), Map.of("code", "150600", "name", "鄂尔多斯市"));
  }

  @Test
  void aColumnThatCutsACharacterIsABrokenRow() throws IOException {
    Charset gbk = Charset.forName("GBK");
    byte[] text = "11000北京市    x\n110000北京市    \n".getBytes(gbk);

    List<RawRow> rows = Rows.read(input("GBK", "bytes", null, null), text);

    assertThat(rows).extracting(Rows::reason).containsExactly("broken-encoding", "");
    assertThat(rows.get(0).fault().orElseThrow().message()).contains("\"name\"").contains("line 1");
  }

  @Test
  void charactersCountAsOneWhateverTheirBytes() throws IOException {
    byte[] text = "title\n000001湖㳇镇😀      \n000002\n".getBytes(StandardCharsets.UTF_8);

    List<RawRow> strict = Rows.read(input(null, null, null, 1), text);
    List<RawRow> trimmed = Rows.read(input(null, "characters", true, 1), text);

    assertThat(strict).extracting(Rows::reason).containsExactly("", "wrong-length");
    assertThat(strict.get(0).values()).containsEntry("name", "湖㳇镇😀");
    assertThat(trimmed).extracting(Rows::reason).containsExactly("", "");
    assertThat(trimmed.get(1).values()).containsEntry("name", null);
  }

  @Test
  void aCutOffFileShowsInItsLastLine() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("110000          \n120000  ".getBytes(StandardCharsets.US_ASCII));

    assertThat(Rows.read(input("GBK", "bytes", false, null), out.toByteArray()))
        .extracting(Rows::reason)
        .containsExactly("", "wrong-length");
  }
}
