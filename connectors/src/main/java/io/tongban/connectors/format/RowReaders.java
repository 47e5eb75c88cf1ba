package io.tongban.connectors.format;

import com.fasterxml.jackson.core.JsonPointer;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/** Which reader reads a declared input. */
public final class RowReaders {
  /** The formats there are; {@code table} is kept as {@code ndjson} once it is fetched. */
  public static final List<String> FORMATS =
      List.of("csv", "tsv", "xlsx", "json", "ndjson", "xml", "table");

  private RowReaders() {}

  /** The reader of an input. */
  public static RowReader of(ConnectorSpec.Input input) {
    int headerRow = input.headerRow() == null ? 1 : input.headerRow();
    return switch (input.format()) {
      case "csv" ->
          new DelimitedReader(charset(input), delimiter(input, ','), quote(input, "\""), headerRow);
      case "tsv" ->
          new DelimitedReader(charset(input), delimiter(input, '\t'), quote(input, ""), headerRow);
      case "xlsx" -> new XlsxReader(input.sheet(), headerRow);
      case "json" -> new JsonReader(pointer(input), charset(input));
      case "ndjson" -> new NdjsonReader(charset(input));
      case "table" -> new NdjsonReader(StandardCharsets.UTF_8);
      case "xml" -> new XmlReader(input.records(), input.encoding());
      default ->
          throw ConnectorProblem.INPUT_UNREADABLE.problem(
              "no reader for format \"" + input.format() + "\"; there are " + FORMATS);
    };
  }

  private static Charset charset(ConnectorSpec.Input input) {
    return Charsets.find(input.encoding())
        .orElseThrow(
            () ->
                ConnectorProblem.INPUT_UNREADABLE.problem(
                    "this Java platform has no encoding \"" + input.encoding() + "\""));
  }

  private static char delimiter(ConnectorSpec.Input input, char otherwise) {
    return input.delimiter() == null || input.delimiter().isEmpty()
        ? otherwise
        : input.delimiter().charAt(0);
  }

  private static OptionalInt quote(ConnectorSpec.Input input, String otherwise) {
    String quote = input.quote() == null ? otherwise : input.quote();
    return quote.isEmpty() ? OptionalInt.empty() : OptionalInt.of(quote.charAt(0));
  }

  private static JsonPointer pointer(ConnectorSpec.Input input) {
    return input.records() == null ? JsonPointer.empty() : JsonPointer.compile(input.records());
  }
}
