package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorSpec.Fixed;
import io.tongban.connectors.ConnectorSpec.FixedColumn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Text whose columns have fixed places. Lines are split as bytes where places are counted in bytes:
 * no byte of a longer character of the encodings that may be declared then is a line break.
 */
final class FixedWidthReader implements RowReader {
  private static final String WHOLE_LINE = "(line)";
  private static final char NONE = '\0';
  private final Fixed fixed;
  private final Charset charset;
  private final int skipped;
  private final boolean bytes;
  private final int width;

  /**
   * @param skipped lines before the first row
   */
  FixedWidthReader(Fixed fixed, Charset charset, int skipped) {
    this.fixed = fixed;
    this.charset = charset;
    this.skipped = skipped;
    this.bytes = "bytes".equals(fixed.countedIn());
    this.width = fixed.columns().stream().mapToInt(c -> c.start() - 1 + c.length()).max().orElse(0);
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    // a byte is a character of ISO 8859-1 and back, so that one splitter serves both countings
    Charset split = bytes ? StandardCharsets.ISO_8859_1 : charset;
    try (StrictText text = new StrictText(input.open(), split)) {
      DelimitedText lines = new DelimitedText(text, NONE, OptionalInt.empty());
      sink.header(fixed.columns().stream().map(FixedColumn::name).toList());
      long number = 0;
      DelimitedText.Entry line = lines.next();
      for (int i = 0; i < skipped && line != null; i++) {
        text.faultIn(line.from(), line.to());
        line = lines.next();
      }
      boolean more = true;
      while (line != null && more) {
        if (!line.raw().isBlank() && !endOfFile(line.raw())) {
          number++;
          more = sink.row(row(number, line, text.faultIn(line.from(), line.to())));
        }
        line = lines.next();
      }
    }
  }

  /** Old systems end a file with Ctrl-Z. */
  private static boolean endOfFile(String line) {
    return line.equals("\u001a");
  }

  private RawRow row(long number, DelimitedText.Entry line, OptionalLong broken) {
    int length = bytes ? line.raw().length() : line.raw().codePointCount(0, line.raw().length());
    Map<String, String> values = new LinkedHashMap<>();
    String wrong = broken.isPresent() ? "at offset " + broken.getAsLong() : null;
    for (FixedColumn column : fixed.columns()) {
      String part = part(line.raw(), length, column);
      String text = part == null || !bytes ? part : decoded(part);
      wrong = part != null && text == null ? "in column \"" + column.name() + "\"" : wrong;
      values.put(column.name(), text == null ? null : text.strip());
    }
    if (wrong != null) {
      return RawRow.faulty(
          number,
          Map.of(WHOLE_LINE, readable(line.raw())),
          "broken-encoding",
          ("line %d is not %s: the bytes %s cannot be read; check the encoding and the columns'"
                  + " places")
              .formatted(line.line(), charset, wrong));
    }
    if (line.tooLong() || length < width && !Boolean.TRUE.equals(fixed.trimmed())) {
      return RawRow.faulty(
          number,
          Map.of(WHOLE_LINE, readable(line.raw())),
          "wrong-length",
          "line %d has %d %s where the columns take %d; have it sent whole, or declare trimmed: true"
              .formatted(line.line(), length, bytes ? "bytes" : "characters", width));
    }
    return RawRow.of(number, values);
  }

  /** A column's part of a line, or null where the line ends before it. */
  private String part(String line, int length, FixedColumn column) {
    int from = column.start() - 1;
    if (from >= length) {
      return null;
    }
    int to = Math.min(length, from + column.length());
    return bytes
        ? line.substring(from, to)
        : line.substring(line.offsetByCodePoints(0, from), line.offsetByCodePoints(0, to));
  }

  /** The text of bytes, or null if they are none. */
  private String decoded(String part) {
    try {
      return charset
          .newDecoder()
          .decode(ByteBuffer.wrap(part.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** A line for the quarantine, where broken places may be replaced. */
  private String readable(String line) {
    return bytes ? new String(line.getBytes(StandardCharsets.ISO_8859_1), charset) : line;
  }
}
