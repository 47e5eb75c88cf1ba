package io.tongban.connectors.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells which encoding bytes are likely in, with the evidence: a proposal for somebody who then
 * declares it. Only encodings that decode every byte are proposed. Which of them it is, is told by
 * how common the characters are that come out: the national standards put their common characters
 * before their rare ones (GB/T 2312 and JIS X 0208 level 1, Big5 level 1), so that a wrong reading
 * shows as rare characters, or as letters of one script inside words of another.
 */
public final class Encodings {
  private static final double PLAUSIBLE = 0.5;
  private static final List<String> SINGLE =
      List.of("windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254");

  private Encodings() {}

  /**
   * An encoding the bytes may be in.
   *
   * @param encoding IANA name, as {@code input.encoding} takes it
   * @param mark whether the bytes begin with its byte order mark
   * @param confidence from 0 to 1
   * @param evidence why, for people
   */
  public record Proposal(String encoding, boolean mark, double confidence, String evidence) {}

  /**
   * Proposals, likeliest first; empty if the bytes are no text of these encodings. A character that
   * the end of the bytes cuts off is no fault, so that the beginning of a file will do.
   *
   * @param bytes some hundred kilobytes are enough
   */
  public static List<Proposal> propose(byte[] bytes) {
    Optional<Proposal> marked = marked(bytes);
    if (marked.isPresent()) {
      return List.of(marked.get());
    }
    Optional<Proposal> wide = wide(bytes);
    if (wide.isPresent()) {
      return List.of(wide.get());
    }
    for (byte b : bytes) {
      if (b == 0) {
        // no text of these encodings holds it
        return List.of();
      }
    }
    long high = high(bytes);
    if (high == 0) {
      return List.of(
          new Proposal("UTF-8", false, 0.9, "only ASCII: any encoding that contains it will do"));
    }
    List<Proposal> proposals = new ArrayList<>();
    if (decode(bytes, StandardCharsets.UTF_8).isPresent()) {
      proposals.add(
          new Proposal(
              "UTF-8", false, 0.99, "all " + high + " bytes beyond ASCII form UTF-8 sequences"));
    }
    if (proposals.isEmpty()) {
      chinese(bytes, proposals);
      common(bytes, "Big5", "Big5", 0xA4, 0xC6, 0x40, proposals);
      common(bytes, "windows-31j", "Shift_JIS", 0x88, 0x97, 0x40, proposals);
      SINGLE.forEach(name -> single(bytes, name, proposals));
      proposals.sort(Comparator.comparingDouble(Proposal::confidence).reversed());
    }
    return List.copyOf(proposals);
  }

  private static Optional<Proposal> marked(byte[] bytes) {
    if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
      return mark(bytes, "UTF-8", "EF BB BF");
    }
    if (begins(bytes, 0xFF, 0xFE)) {
      return mark(bytes, "UTF-16LE", "FF FE");
    }
    return begins(bytes, 0xFE, 0xFF) ? mark(bytes, "UTF-16BE", "FE FF") : Optional.empty();
  }

  private static Optional<Proposal> mark(byte[] bytes, String encoding, String mark) {
    return decode(bytes, Charset.forName(encoding))
        .map(text -> new Proposal(encoding, true, 1, "begins with the byte order mark " + mark));
  }

  private static boolean begins(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** UTF-16 without a mark: digits, delimiters and line ends have a zero byte on one side only. */
  private static Optional<Proposal> wide(byte[] bytes) {
    long even = 0;
    long odd = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        even += 1 - i % 2;
        odd += i % 2;
      }
    }
    long more = Math.max(even, odd);
    if (more * 20 < bytes.length || Math.min(even, odd) * 20 > more) {
      return Optional.empty();
    }
    String encoding = even > odd ? "UTF-16BE" : "UTF-16LE";
    return decode(bytes, Charset.forName(encoding))
        .map(
            text ->
                new Proposal(
                    encoding, false, 0.9, more + " zero bytes, nearly all at one side of a pair"));
  }

  private static long high(byte[] bytes) {
    long high = 0;
    for (byte b : bytes) {
      high += b < 0 ? 1 : 0;
    }
    return high;
  }

  /** GB 18030 holds all of GBK; a file in GBK alone is told as both, the wider one first. */
  private static void chinese(byte[] bytes, List<Proposal> proposals) {
    int before = proposals.size();
    common(bytes, "GB18030", "GB18030", 0xB0, 0xD7, 0xA1, proposals);
    if (proposals.size() > before && decode(bytes, Charset.forName("GBK")).isPresent()) {
      Proposal wider = proposals.get(proposals.size() - 1);
      proposals.add(
          new Proposal(
              "GBK",
              false,
              wider.confidence() - 0.01,
              wider.evidence() + "; GBK holds all of it, but no rarer name that comes later"));
    }
  }

  /**
   * @param first first lead byte of the standard's common characters
   * @param last last one
   * @param trail first byte that may follow one
   */
  private static void common(
      byte[] bytes,
      String charset,
      String told,
      int first,
      int last,
      int trail,
      List<Proposal> proposals) {
    Optional<String> text = Charsets.find(charset).flatMap(c -> decode(bytes, c));
    if (text.isEmpty()) {
      return;
    }
    Charset encoder = Charset.forName(charset);
    int all = 0;
    int usual = 0;
    int[] characters = text.get().codePoints().filter(c -> c > 0x7F).toArray();
    for (int c : characters) {
      byte[] code = new String(Character.toChars(c)).getBytes(encoder);
      int lead = code[0] & 0xFF;
      boolean japanese = "Shift_JIS".equals(told);
      boolean kana = japanese && code.length == 2 && (lead == 0x82 || lead == 0x83);
      boolean sign = code.length == 2 && (japanese ? lead == 0x81 : lead == 0xA1 || lead == 0xA3);
      if (!sign) {
        all++;
        boolean level1 =
            code.length == 2 && lead >= first && lead <= last && (code[1] & 0xFF) >= trail;
        usual += kana || level1 ? 1 : 0;
      }
    }
    double share = all == 0 ? 0 : (double) usual / all;
    if (share >= PLAUSIBLE) {
      proposals.add(
          new Proposal(
              told,
              false,
              // certainty grows with the number of characters
              share * (1 - 1.0 / (2 + all)),
              "decodes whole; %d of %d characters beyond ASCII are common ones of it"
                  .formatted(usual, all)));
    }
  }

  private static void single(byte[] bytes, String charset, List<Proposal> proposals) {
    Optional<String> text = Charsets.find(charset).flatMap(c -> decode(bytes, c));
    if (text.isEmpty()) {
      return;
    }
    int all = 0;
    int usual = 0;
    char[] characters = text.get().toCharArray();
    for (int i = 0; i < characters.length; i++) {
      if (characters[i] > 0x7F) {
        all++;
        usual += fits(charset, characters, i) ? 1 : 0;
      }
    }
    double share = (double) usual / all;
    if (share >= PLAUSIBLE) {
      proposals.add(
          new Proposal(
              charset,
              false,
              share * (1 - 1.0 / (2 + all)) * preference(charset),
              "decodes whole; %d of %d characters beyond ASCII fit what stands beside them"
                  .formatted(usual, all)));
    }
  }

  /** Of encodings that read the same bytes as sound words, the more common one. */
  private static double preference(String charset) {
    return 0.9 - 0.01 * SINGLE.indexOf(charset);
  }

  /** Small letters inside words of their script, and the signs of office texts. */
  private static boolean fits(String charset, char[] text, int i) {
    char c = text[i];
    if (!Character.isLetter(c)) {
      return "\u00a0£€’‘“”–—…•·°«»©®§½№".indexOf(c) >= 0 && !between(text, i);
    }
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    Character.UnicodeScript wanted =
        switch (charset) {
          case "windows-1251" -> Character.UnicodeScript.CYRILLIC;
          case "windows-1253" -> Character.UnicodeScript.GREEK;
          default -> Character.UnicodeScript.LATIN;
        };
    boolean own = wanted != Character.UnicodeScript.LATIN;
    return script == wanted
        && (own ? beside(text, i, wanted) : asciiBeside(text, i))
        && !(Character.isUpperCase(c) && i > 0 && Character.isLowerCase(text[i - 1]));
  }

  /** Whether a sign stands between letters beyond ASCII, as it does in misread text. */
  private static boolean between(char[] text, int i) {
    return text[i] != '’'
        && i > 0
        && i + 1 < text.length
        && text[i - 1] > 0x7F
        && text[i + 1] > 0x7F;
  }

  private static boolean beside(char[] text, int i, Character.UnicodeScript script) {
    return i > 0 && Character.UnicodeScript.of(text[i - 1]) == script
        || i + 1 < text.length && Character.UnicodeScript.of(text[i + 1]) == script;
  }

  private static boolean asciiBeside(char[] text, int i) {
    return i > 0 && text[i - 1] < 0x80 && Character.isLetter(text[i - 1])
        || i + 1 < text.length && text[i + 1] < 0x80 && Character.isLetter(text[i + 1]);
  }

  /** The text, but for a character cut off at the end; nothing if a byte does not decode. */
  private static Optional<String> decode(byte[] bytes, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, false);
    return result.isError() ? Optional.empty() : Optional.of(text.flip().toString());
  }
}
