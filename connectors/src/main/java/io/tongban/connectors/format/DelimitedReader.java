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
  private final int maxCell;

  /**
   * @param maxCell longest cell in characters
   */
  DelimitedReader(Charset charset, char delimiter, OptionalInt quote, int headerRow, int maxCell) {
    this.maxCell = maxCell;
    this.charset = charset;
    this.delimiter = delimiter;
    this.quote = quote;
    this.headerRow = headerRow;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    try (StrictText text = new StrictText(input.open(), charset)) {
      DelimitedText records = new DelimitedText(text, delimiter, quote, most());
      Header header = header(records, text, input);
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

  /** A record may hold several cells of the longest kind. */
  private int most() {
    return Math.max(DelimitedText.MOST_CHARACTERS, 2 * maxCell);
  }

  private Header header(DelimitedText records, StrictText text, InputBytes input)
      throws IOException {
    DelimitedText.Entry entry = null;
    for (int i = 0; i < headerRow; i++) {
      entry = records.next();
      if (entry == null) {
        throw ConnectorProblem.INPUT_UNREADABLE.problem(
            "the input ends before its header row " + headerRow);
      }
      OptionalLong broken = text.faultIn(entry.from(), entry.to());
      if (i == headerRow - 1 && broken.isPresent()) {
        throw EncodingGuard.problem(
            input,
            charset.name(),
            "the header on line " + entry.line() + " (" + place(broken) + ") is not");
      }
      if (i == headerRow - 1 && (entry.malformed() || entry.tooLong())) {
        throw ConnectorProblem.INPUT_UNREADABLE.problem(
            "the header on line "
                + entry.line()
                + (entry.malformed() ? " has text after a closing quote" : " is too long"));
      }
    }
    return new Header(entry.fields());
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
    if (entry.tooLong()) {
      return tooLong(number, entry);
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

  /** A line that was not kept whole, for the quarantine. */
  static RawRow tooLong(long number, DelimitedText.Entry entry) {
    int kept = Math.min(200, entry.raw().length());
    return RawRow.faulty(
        number,
        Map.of(WHOLE_LINE, entry.raw().substring(0, kept) + "…"),
        CellLimit.REASON,
        "the row that begins on line %d is longer than %d characters; close its quotes, have the"
                .formatted(entry.line(), entry.raw().length())
            + " source mend it, or raise maxCell");
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
