package io.tongban.connectors.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tongban.connectors.ConnectorProblem;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** A JSON document that holds an array of objects. */
final class JsonReader implements RowReader {
  private final ObjectMapper mapper = JsonRows.mapper();
  private final JsonPointer records;
  private final Charset charset;
  private final String children;

  /**
   * @param records JSON Pointer (RFC 6901) of the array, the empty one for the document itself
   * @param children member of a record that holds further ones, or null
   */
  JsonReader(JsonPointer records, Charset charset, String children) {
    this.children = children;
    this.records = records;
    this.charset = charset;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    try (Reader text = strict(input);
        JsonParser parser = mapper.createParser(text)) {
      rows(parser, sink);
    } catch (StreamConstraintsException e) {
      throw ConnectorProblem.INPUT_DANGEROUS.problem(
          "JSON beyond the limits " + JsonRows.place(e.getLocation()), e);
    } catch (JsonProcessingException e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem(
          "not JSON " + JsonRows.place(e.getLocation()), e);
    } catch (CharacterCodingException e) {
      throw EncodingGuard.problem(input, charset.name(), "the document is not");
    }
  }

  private Reader strict(InputBytes input) throws IOException {
    Reader reader =
        new java.io.BufferedReader(
            new InputStreamReader(
                input.open(),
                charset
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  private void rows(JsonParser parser, RowSink sink) throws IOException {
    seek(parser);
    long number = 0;
    boolean more = true;
    while (more && parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode value = mapper.readTree(parser);
      if (children == null) {
        number++;
        more = sink.row(JsonRows.row(number, value));
      } else {
        number = JsonRows.tree(number, value, children, sink);
        more = number >= 0;
      }
    }
    // what follows the array must be JSON too: a cut-off document is no document
    while (more && parser.nextToken() != null) {
      parser.skipChildren();
    }
  }

  private void seek(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    while (token != null) {
      if (token == JsonToken.START_ARRAY && at(parser).equals(records)) {
        return;
      }
      token = parser.nextToken();
    }
    throw ConnectorProblem.INPUT_UNREADABLE.problem(
        "the document has no array at \"" + records + "\"; check input.records");
  }

  private static JsonPointer at(JsonParser parser) {
    return parser.getParsingContext().getParent().pathAsPointer();
  }
}
