package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.connectors.ConnectorHub;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class XmlReaderTest {
  static Stream<String> attacks() {
    return ConnectorHub.resource("/xxe/payloads.txt")
        .lines()
        .filter(line -> line.contains("<!DOCTYPE"));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void everyDoctypeIsRefused(String document) {
    assertThatThrownBy(() -> Rows.read("xml", document))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("input-dangerous");
              assertThat(e.problem().detail()).contains("line 1");
            });
  }

  @Test
  void billionLaughsAreRefusedAtTheirDoctype() {
    assertThatThrownBy(() -> Rows.read("xml", ConnectorHub.resource("/xxe/billion-laughs.xml")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("input-dangerous");
  }

  @Test
  void depthIsBounded() {
    String deep = "<r><x>" + "<d>".repeat(100) + "</d>".repeat(100) + "</x></r>";
    assertThatThrownBy(() -> Rows.read("xml", deep))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("nested deeper");
  }

  @Test
  void elementsBecomeRows() throws IOException {
    String xml =
        """
        <?xml version="1.0"?>
        <file><meta><count>2</count></meta>
          <premises id="1"><name>甲 &amp; 乙</name><address kind="post"><town>X</town></address>
            <tag>a</tag><tag>b</tag></premises>
          <premises id="2"><name><![CDATA[<raw>]]></name><!-- none --></premises>
        </file>
        """;

    List<RawRow> rows =
        Rows.read(Rows.input("xml", null, "premises"), xml.getBytes(Charset.forName("UTF-8")));

    assertThat(Rows.values(rows))
        .containsExactly(
            Map.of(
                "@id",
                "1",
                "name",
                "甲 & 乙",
                "address/@kind",
                "post",
                "address/town",
                "X",
                "tag",
                "a",
                "tag#2",
                "b"),
            Map.of("@id", "2", "name", "<raw>"));
  }

  @Test
  void aDocumentThatBreaksOffNamesThePlace() {
    assertThatThrownBy(() -> Rows.read("xml", "<a>\n<b>1</b>\n<b>2"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("line 3");
  }
}
