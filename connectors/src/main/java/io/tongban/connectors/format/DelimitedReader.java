package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** CSV and TSV with a header row. */
final class DelimitedReader implements RowReader {
  private static final String WHOLE_LINE = "(line)";
  private final Charset charset;
  private final char delimiter;
  private final OptionalInt quote;
  private final int headerRow;

  DelimitedReader(Charset charset, char delimiter, OptionalInt quote, int headerRow) {
    this.charset = charset;
    this.delimiter = delimiter;
    this.quote = quote;
    this.headerRow = headerRow;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    try (StrictText text = new StrictText(input.open(), charset)) {
      DelimitedText records = new DelimitedText(text, delimiter, quote);
      Header header = header(records, text);
      sink.header(header.columns());
      long number = 0;
      boolean more = true;
      DelimitedText.Entry entry = records.next();
      while (entry != null && more) {
        number++;
        more = sink.row(row(number, entry, header, text));
        entry = more ? records.next() : null;
      }
    }
  }

  private Header header(DelimitedText records, StrictText text) throws IOException {
    DelimitedText.Entry entry = null;
    for (int i = 0; i < headerRow; i++) {
      entry = records.next();
      if (entry == null) {
        throw ConnectorProblem.INPUT_UNREADABLE.problem(
            "the input ends before its header row " + headerRow);
      }
      OptionalLong broken = text.faultIn(entry.from(), entry.to());
      if (i == headerRow - 1 && (entry.malformed() || broken.isPresent())) {
        throw ConnectorProblem.INPUT_UNREADABLE.problem(headerFault(entry, broken));
      }
    }
    return new Header(entry.fields());
  }

  private String headerFault(DelimitedText.Entry entry, OptionalLong broken) {
    return broken.isPresent()
        ? "the header on line " + entry.line() + " is not " + charset + ": " + place(broken)
        : "the header on line " + entry.line() + " has text after a closing quote";
  }

  private RawRow row(long number, DelimitedText.Entry entry, Header header, StrictText text) {
    OptionalLong broken = text.faultIn(entry.from(), entry.to());
    if (broken.isPresent()) {
      return RawRow.faulty(
          number,
          header.row(entry.fields()),
          "broken-encoding",
          "line %d is not %s: %s; send the file again or declare its real encoding"
              .formatted(entry.line(), charset, place(broken)));
    }
    if (entry.malformed()) {
      return RawRow.faulty(
          number,
          Map.of(WHOLE_LINE, entry.raw()),
          "malformed-quoting",
          "line %d has text after a closing quote; double the quotes inside a quoted field"
              .formatted(entry.line()));
    }
    return sized(number, entry, header);
  }

  private static RawRow sized(long number, DelimitedText.Entry entry, Header header) {
    List<String> fields = entry.fields();
    int wanted = header.columns().size();
    if (fields.size() == wanted) {
      return RawRow.of(number, header.row(fields));
    }
    return RawRow.faulty(
        number,
        header.row(fields),
        "wrong-column-count",
        "line %d has %d columns where the header has %d; quote fields that hold the delimiter"
            .formatted(entry.line(), fields.size(), wanted));
  }

  private static String place(OptionalLong offset) {
    return "the bytes at offset " + offset.getAsLong() + " cannot be read";
  }
}
