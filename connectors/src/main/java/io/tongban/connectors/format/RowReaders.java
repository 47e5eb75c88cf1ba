package io.tongban.connectors.format;

import com.fasterxml.jackson.core.JsonPointer;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which reader reads a declared input. */
public final class RowReaders {
  /** The formats there are; {@code table} is kept as {@code ndjson} once it is fetched. */
  public static final List<String> FORMATS =
      List.of(
          "csv", "tsv", "fixed", "xlsx", "xls", "json", "ndjson", "xml", "dbf", "parquet", "sqlite",
          "table");

  /** Longest text of one cell in characters, where none is declared. */
  public static final int MAX_CELL = 1 << 20;

  private RowReaders() {}

  /** The reader of an input. */
  public static RowReader of(ConnectorSpec.Input input) {
    RowReader reader = format(input);
    Aliases aliases = new Aliases(input.aliases());
    String declared = input.encoding() == null ? "UTF-8" : input.encoding();
    return (bytes, sink) ->
        reader.read(
            bytes,
            new CellLimit(
                new EncodingGuard(aliases.before(sink), bytes, declared), maxCell(input)));
  }

  private static RowReader format(ConnectorSpec.Input input) {
    return switch (input.format()) {
      case "csv" -> delimited(input, ',', "\"");
      case "tsv" -> delimited(input, '\t', "");
      case "fixed" ->
          new FixedWidthReader(
              input.fixed(), charset(input), input.headerRow() == null ? 0 : input.headerRow());
      case "xlsx" -> new XlsxReader(SheetLayout.of(input));
      case "xls" -> new XlsReader(SheetLayout.of(input));
      case "json" ->
          new JsonReader(
              pointer(input),
              charset(input),
              input.tree() == null ? null : input.tree().children());
      case "ndjson" -> new NdjsonReader(charset(input));
      case "table" -> new NdjsonReader(StandardCharsets.UTF_8);
      case "xml" -> new XmlReader(input.records(), input.encoding());
      case "dbf" -> new DbfReader(Optional.ofNullable(input.encoding()).map(e -> charset(input)));
      case "parquet" -> new ParquetTableReader();
      case "sqlite" -> new SqliteReader(input.records());
      default ->
          throw ConnectorProblem.INPUT_UNREADABLE.problem(
              "no reader for format \"" + input.format() + "\"; there are " + FORMATS);
    };
  }

  private static RowReader delimited(ConnectorSpec.Input input, char delimiter, String quote) {
    return new DelimitedReader(
        charset(input),
        delimiter(input, delimiter),
        quote(input, quote),
        input.headerRow() == null ? 1 : input.headerRow(),
        maxCell(input));
  }

  private static int maxCell(ConnectorSpec.Input input) {
    return input.maxCell() == null ? MAX_CELL : input.maxCell();
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
