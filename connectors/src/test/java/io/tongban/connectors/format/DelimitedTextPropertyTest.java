package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

class DelimitedTextPropertyTest {
  @Property(tries = 300)
  void whatAnotherLibraryWroteIsReadBack(@ForAll("table") List<List<String>> table)
      throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer =
        new CSVPrinter(text, CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.ALL).get())) {
      printer.printRecords(table);
    }
    assertThat(fields(text.toString())).isEqualTo(table);
  }

  @Property(tries = 500)
  void everyCharacterIsInSomeRecordOrEndsALine(@ForAll("text") String text) throws IOException {
    DelimitedText records = new DelimitedText(new StringReader(text), ',', OptionalInt.of('"'));
    long last = 0;
    try {
      DelimitedText.Entry entry = records.next();
      while (entry != null) {
        assertThat(text.substring((int) last, (int) entry.from())).matches("[\\r\\n]*");
        assertThat(text.substring((int) entry.from(), (int) entry.to())).isEqualTo(entry.raw());
        last = entry.to();
        entry = records.next();
      }
      assertThat(text.substring((int) last)).matches("[\\r\\n]*");
    } catch (ProblemException unclosed) {
      assertThat(text).contains("\"");
    }
  }

  private static List<List<String>> fields(String text) throws IOException {
    DelimitedText records = new DelimitedText(new StringReader(text), ',', OptionalInt.of('"'));
    List<List<String>> all = new ArrayList<>();
    for (var entry = records.next(); entry != null; entry = records.next()) {
      all.add(entry.fields());
    }
    return all;
  }

  @Provide
  Arbitrary<List<List<String>>> table() {
    Arbitrary<String> cell =
        Arbitraries.strings().withChars("ab ,\"\r\n\t某😀").ofMinLength(0).ofMaxLength(6);
    return Arbitraries.integers()
        .between(1, 4)
        .flatMap(columns -> cell.list().ofSize(columns).list().ofMaxSize(6));
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars("ab,\"\"\r\n\n 某").ofMaxLength(40);
  }
}
