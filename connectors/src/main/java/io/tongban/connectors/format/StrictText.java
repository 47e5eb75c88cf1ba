package io.tongban.connectors.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Decodes text and remembers every place where the bytes are not text of the declared encoding.
 * Such a place reads as U+FFFD, so that the rest of the file can still be read by lines; whoever
 * reads MUST ask {@link #faultIn} and refuse what lies there. A byte order mark is skipped.
 */
final class StrictText extends Reader {
  private static final int BUFFER = 1 << 16;
  private static final char REPLACEMENT = '\uFFFD';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(BUFFER).limit(0);
  private final Deque<Fault> faults = new ArrayDeque<>();
  private long bytesBefore;
  private long decoded;
  private boolean ended;
  private boolean begun;

  StrictText(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /**
   * A place that is not text: the character it reads as, and the byte it begins at, both 0-based.
   */
  private record Fault(long character, long offset) {}

  /**
   * The byte offset of the first fault among the characters from {@code from} to before {@code to},
   * counted without the byte order mark. Faults before {@code to} are forgotten, so ask in order.
   */
  OptionalLong faultIn(long from, long to) {
    OptionalLong found = OptionalLong.empty();
    while (!faults.isEmpty() && faults.peekFirst().character() < to) {
      Fault fault = faults.removeFirst();
      if (found.isEmpty() && fault.character() >= from) {
        found = OptionalLong.of(fault.offset());
      }
    }
    return found;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (ended) {
        return -1;
      }
      decodeMore();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  private void decodeMore() throws IOException {
    chars.clear();
    boolean last = fill();
    while (true) {
      int start = chars.position();
      CoderResult result = decoder.decode(bytes, chars, last);
      decoded += chars.position() - start;
      if (result.isError() && chars.hasRemaining()) {
        faults.addLast(new Fault(decoded, bytesBefore + bytes.position()));
        bytes.position(bytes.position() + result.length());
        chars.put(REPLACEMENT);
        decoded++;
      } else if (result.isUnderflow() && last) {
        ended = flush();
        break;
      } else {
        break;
      }
    }
    chars.flip();
    skipMark();
  }

  /** Whether the decoder has nothing more to give. */
  private boolean flush() {
    int start = chars.position();
    boolean done = decoder.flush(chars).isUnderflow();
    decoded += chars.position() - start;
    return done;
  }

  private void skipMark() {
    if (!begun && chars.hasRemaining()) {
      begun = true;
      if (chars.get(chars.position()) == BYTE_ORDER_MARK) {
        chars.get();
        decoded--;
        shiftFaults();
      }
    }
  }

  /** Faults of the first buffer were counted with the mark. */
  private void shiftFaults() {
    int count = faults.size();
    for (int i = 0; i < count; i++) {
      Fault fault = faults.removeFirst();
      faults.addLast(new Fault(fault.character() - 1, fault.offset()));
    }
  }

  /** Tops the bytes up; whether the stream has ended. */
  private boolean fill() throws IOException {
    bytesBefore += bytes.position();
    bytes.compact();
    int count = 0;
    while (bytes.hasRemaining() && count >= 0) {
      count = in.read(bytes.array(), bytes.position(), bytes.remaining());
      if (count > 0) {
        bytes.position(bytes.position() + count);
      }
    }
    bytes.flip();
    return count < 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
