package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.connectors.ConnectorHub;
import io.tongban.connectors.ConnectorSpec.Fixed;
import io.tongban.connectors.ConnectorSpec.FixedColumn;
import io.tongban.connectors.ConnectorSpec.Input;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes: rows, or a problem that says so; never another exception. */
class BrokenBinariesPropertyTest {
  private static final byte[] SQLITE =
      ConnectorHub.bytes(ConnectorHub.EXAMPLES.resolve("onboarding/data/GB-4754-2017.db"));

  private static void readsOrRefuses(Input input, byte[] bytes) throws IOException {
    try {
      Rows.read(input, bytes);
    } catch (ProblemException e) {
      assertThat(e.problem().code())
          .isIn("input-unreadable", "input-dangerous", "encoding-mismatch");
    }
  }

  @Property(tries = 200)
  void dbfHeadersOfAnyKind(@ForAll @Size(max = 300) byte[] bytes) throws IOException {
    readsOrRefuses(Rows.input("dbf", null, null), bytes);
    if (bytes.length > 100) {
      ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      head.putShort(8, (short) 97).putShort(10, (short) 50).putInt(4, 3).put(96, (byte) 0x0D);
      readsOrRefuses(Rows.input("dbf", null, null), bytes);
    }
  }

  @Property(tries = 25)
  void sqliteWithBytesChanged(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 20_000) Integer> places,
      @ForAll byte value)
      throws IOException {
    byte[] bytes = SQLITE.clone();
    places.forEach(place -> bytes[20 + place] = value);
    readsOrRefuses(Rows.input("sqlite", null, "GB_4754_2017"), bytes);
  }

  @Property(tries = 300)
  void everyByteOfAFixedLineIsInItsColumn(@ForAll("names") List<String> names) throws IOException {
    Charset gbk = Charset.forName("GBK");
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append("[").append(name).append(" ".repeat(20 - name.getBytes(gbk).length));
      text.append("]\n");
    }
    Input input =
        new Input(
            "fixed",
            null,
            null,
            null,
            "GBK",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new Fixed(
                "bytes",
                null,
                List.of(
                    new FixedColumn("open", 1, 1),
                    new FixedColumn("name", 2, 20),
                    new FixedColumn("close", 22, 1))),
            null);

    List<RawRow> rows = Rows.read(input, text.toString().getBytes(gbk));

    assertThat(rows).extracting(row -> row.values().get("name")).isEqualTo(names);
    assertThat(rows).allMatch(row -> "]".equals(row.values().get("close")));
  }

  @Property(tries = 300)
  void proposalsOfAnyBytes(@ForAll @Size(max = 200) byte[] bytes) {
    for (Encodings.Proposal proposal : Encodings.propose(bytes)) {
      assertThat(proposal.confidence()).isBetween(0.0, 1.0);
      assertThat(Charsets.find(proposal.encoding())).isPresent();
    }
  }

  @Provide
  Arbitrary<List<String>> names() {
    return Arbitraries.strings().withChars("ab北京市鄂尔多斯").ofMaxLength(10).list().ofMaxSize(8);
  }
}
