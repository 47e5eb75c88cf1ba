package io.tongban.connectors.inspect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The encoding of a text by its first bytes.
 *
 * @param charset what was found
 * @param evidence why, for people
 */
record EncodingGuess(String charset, String evidence) {
  /** So many of the first bytes are looked at; fewer are the whole of an input. */
  static final int HEAD = 1 << 18;

  /** A text of which more than this share is not Chinese is no GB18030 where others fit as well. */
  private static final double LEAST_COMMON = 0.7;

  /** The one place where an encoding is guessed; what it says is declared and read strictly. */
  static EncodingGuess of(byte[] head) {
    if (starts(head, 0xEF, 0xBB, 0xBF)) {
      return new EncodingGuess("UTF-8", "a byte order mark of UTF-8");
    }
    if (starts(head, 0xFF, 0xFE)) {
      return new EncodingGuess("UTF-16LE", "a byte order mark of UTF-16LE");
    }
    if (starts(head, 0xFE, 0xFF)) {
      return new EncodingGuess("UTF-16BE", "a byte order mark of UTF-16BE");
    }
    if (decodes(head, StandardCharsets.US_ASCII)) {
      return new EncodingGuess("UTF-8", "ASCII alone, which every encoding shares");
    }
    if (decodes(head, StandardCharsets.UTF_8)) {
      return new EncodingGuess("UTF-8", "all bytes are sound UTF-8");
    }
    Charset gb = Charset.forName("GB18030");
    if (decodes(head, gb) && common(new String(head, gb)) >= LEAST_COMMON) {
      return new EncodingGuess("GB18030", "no UTF-8; all bytes are sound GB18030, mostly Chinese");
    }
    return new EncodingGuess("windows-1252", "neither UTF-8 nor GB18030; declare it if it is not");
  }

  /**
   * The share of the frequent Chinese characters (those of GB 2312) among all that is not ASCII.
   */
  private static double common(String text) {
    var gb2312 = Charset.forName("GB2312").newEncoder();
    long foreign = 0;
    long common = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7F) {
        foreign++;
        common += gb2312.canEncode(c) ? 1 : 0;
      }
    }
    return foreign == 0 ? 1 : common / (double) foreign;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes are text of a charset, but for a character that a cut of the head splits. */
  private static boolean decodes(byte[] bytes, Charset charset) {
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    boolean whole = bytes.length < HEAD;
    CoderResult result = decoder.decode(in, CharBuffer.allocate(bytes.length + 1), whole);
    return !result.isError();
  }
}
