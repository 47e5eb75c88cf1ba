package io.tongban.hub.yaml;

import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Fault;
import io.tongban.hub.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Strict decoding that can say where a file stops being UTF-8. */
final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /** The text without its byte order mark, or null after a fault. */
  static String decode(DefinitionFile file, Consumer<Fault> faults) {
    ByteBuffer in = ByteBuffer.wrap(file.bytes());
    CharBuffer out = CharBuffer.allocate(file.bytes().length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    String clean = withoutMark(text);
    if (!result.isError()) {
      return clean;
    }
    faults.accept(
        YamlReader.fault(
            place(file.path(), clean, clean.length()),
            "byte 0x%02X is not UTF-8".formatted(in.get(in.position()) & 0xFF),
            "save the file as UTF-8"));
    return null;
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** Line and column (in code points) of an index. */
  static Place place(String path, String text, int index) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < index; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Place(path, line, text.codePointCount(lineStart, index) + 1);
  }
}
