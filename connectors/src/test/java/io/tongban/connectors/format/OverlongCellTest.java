package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cell of ten million characters spoils its row only, and is not kept. */
class OverlongCellTest {
  private static final String LONG = "x".repeat(10_000_000);

  private static void oneIsLong(List<RawRow> rows) {
    assertThat(rows).extracting(Rows::reason).containsExactly("", "cell-too-long", "");
    assertThat(rows.get(1).values().values())
        .allMatch(text -> text.length() < 1000)
        .anyMatch(text -> text.endsWith("…"));
    assertThat(rows.get(1).fault().orElseThrow().message()).contains("maxCell");
  }

  @Test
  void ofEveryTextFormat() throws IOException {
    oneIsLong(Rows.read("csv", "a,b\n1,x\n2,\"" + LONG + "\"\n3,z\n"));
    oneIsLong(Rows.read("csv", "a,b\n1,x\n2," + LONG + "\n3,z\n"));
    oneIsLong(Rows.read("tsv", "a\tb\n1\tx\n2\t" + LONG + "\n3\tz\n"));
    oneIsLong(Rows.read("json", "[{\"b\":\"x\"},{\"b\":\"" + LONG + "\"},{\"b\":\"z\"}]"));
    oneIsLong(Rows.read("ndjson", "{\"b\":\"x\"}\n{\"b\":\"" + LONG + "\"}\n{\"b\":\"z\"}\n"));
    oneIsLong(Rows.read("xml", "<r><e><b>x</b></e><e><b>" + LONG + "</b></e><e><b>z</b></e></r>"));
  }

  @Test
  void aQuoteThatIsNeverClosedEndsTheRunHoweverLongTheRest() {
    assertThatThrownBy(() -> Rows.read("csv", "a,b\n1,\"" + LONG))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("never closed");
  }
}
