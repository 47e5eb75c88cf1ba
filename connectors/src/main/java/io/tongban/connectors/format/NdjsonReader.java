package io.tongban.connectors.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One JSON object a line; a line that is none stands alone and does not spoil the others. */
final class NdjsonReader implements RowReader {
  /** No field delimiter: U+0000 cannot stand in JSON. */
  private static final char NONE = '\0';

  private final ObjectMapper mapper =
      JsonRows.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final Charset charset;

  NdjsonReader(Charset charset) {
    this.charset = charset;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    try (StrictText text = new StrictText(input.open(), charset)) {
      DelimitedText lines = new DelimitedText(text, NONE, OptionalInt.empty());
      long number = 0;
      DelimitedText.Entry line = lines.next();
      while (line != null) {
        if (!line.raw().isBlank()) {
          number++;
          if (!sink.row(row(number, line, text.faultIn(line.from(), line.to())))) {
            return;
          }
        }
        line = lines.next();
      }
    }
  }

  private RawRow row(long number, DelimitedText.Entry line, OptionalLong broken) {
    Map<String, String> whole = Map.of("(line)", line.raw());
    if (broken.isPresent()) {
      return RawRow.faulty(
          number,
          whole,
          "broken-encoding",
          "line %d is not %s: the bytes at offset %d cannot be read"
              .formatted(line.line(), charset, broken.getAsLong()));
    }
    if (line.tooLong()) {
      return DelimitedReader.tooLong(number, line);
    }
    try {
      JsonNode value = mapper.readTree(line.raw());
      return JsonRows.row(number, value);
    } catch (JsonProcessingException e) {
      return RawRow.faulty(
          number,
          whole,
          "not-json",
          "line %d is not JSON at column %d; send one whole object a line"
              .formatted(line.line(), e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
    }
  }
}
