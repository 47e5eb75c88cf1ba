package io.tongban.registry.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;

/**
 * A delimited file with a header line, whole in memory.
 *
 * @param header the column names
 * @param rows the lines after the header, blank ones left out
 */
public record DelimitedFile(List<String> header, List<Row> rows) {
  private static final ObjectReader LINES =
      new CsvMapper()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .readerFor(String[].class);

  /**
   * One line.
   *
   * @param line its 1-based number in the file
   * @param cells its cells
   */
  public record Row(long line, List<String> cells) {}

  /** A file that cannot be read; the message is for people. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads a file; a byte order mark is skipped. */
  public static DelimitedFile read(byte[] bytes, Charset charset, char delimiter)
      throws UnreadableException {
    String text = decode(bytes, charset);
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(delimiter);
    List<Row> rows = new ArrayList<>();
    try (MappingIterator<String[]> lines = LINES.with(schema).readValues(text)) {
      while (lines.hasNextValue()) {
        String[] cells = lines.nextValue();
        rows.add(new Row(lines.getCurrentLocation().getLineNr() - 1L, List.of(cells)));
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableException(
          "line " + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + " is malformed",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (rows.isEmpty()) {
      throw new UnreadableException("has no header line", null);
    }
    return new DelimitedFile(rows.get(0).cells(), List.copyOf(rows.subList(1, rows.size())));
  }

  private static String decode(byte[] bytes, Charset charset) throws UnreadableException {
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableException("is not " + charset.name() + " text", e);
    }
  }
}
