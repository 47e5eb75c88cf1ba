package io.tongban.registry.elements;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A format as GB/T 19488.1 writes it. The grammar, in any case:
 *
 * <pre>
 * format     = text | number | date | date-time
 * text       = "ul" | kind length
 * number     = "n" length [ "," decimals ]
 * kind       = "a" letters | "n" digits | "an" both
 * length     = digits (just that many) | ".." digits (at most) | digits ".." digits | "..ul" (no end)
 * date       = "d8" | "d10" | "YYYYMMDD" | "YYYY-MM-DD"
 * date-time  = "dt14" | "dt15" | "dt19" | "YYYYMMDDhhmmss" | "YYYY-MM-DDThh:mm:ss" | "YYYY-MM-DD hh:mm:ss"
 * </pre>
 *
 * Lengths count characters, a Chinese one as one. Of a number with decimals the length counts all
 * its digits and no point: {@code n..10,2} holds up to 99999999.99. "Letters" are those of any
 * script, with the marks and spaces between them: everything but digits and control characters.
 *
 * @param kind which characters
 * @param least fewest characters
 * @param most most characters, or 0 for no end
 * @param decimals digits after the point, or 0
 */
public record ValueFormat(Kind kind, int least, int most, int decimals) {
  /** Which characters a format holds. */
  public enum Kind {
    LETTERS,
    DIGITS,
    ANY,
    DATE,
    DATE_TIME
  }

  private static final int MOST_LENGTH = 1_000_000;
  private static final Pattern SIZED =
      Pattern.compile("(an|a|n)(?:(\\d{1,7})?\\.\\.(\\d{1,7}|ul)|(\\d{1,7}))(?:,(\\d{1,2}))?");
  private static final Set<String> DATES = Set.of("d8", "d10", "yyyymmdd", "yyyy-mm-dd");
  private static final Set<String> DATE_TIMES =
      Set.of(
          "dt14", "dt15", "dt19", "yyyymmddhhmmss", "yyyy-mm-ddthh:mm:ss", "yyyy-mm-dd hh:mm:ss");

  /**
   * Reads a format.
   *
   * @throws IllegalArgumentException with a message for people
   */
  public static ValueFormat parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.equals("ul")) {
      return new ValueFormat(Kind.ANY, 0, 0, 0);
    }
    if (DATES.contains(plain)) {
      return new ValueFormat(Kind.DATE, 0, 0, 0);
    }
    if (DATE_TIMES.contains(plain)) {
      return new ValueFormat(Kind.DATE_TIME, 0, 0, 0);
    }
    Matcher sized = SIZED.matcher(plain);
    if (!sized.matches()) {
      throw new IllegalArgumentException("is not a format of GB/T 19488.1");
    }
    return sized(sized);
  }

  private static ValueFormat sized(Matcher matched) {
    Kind kind =
        switch (matched.group(1)) {
          case "a" -> Kind.LETTERS;
          case "n" -> Kind.DIGITS;
          default -> Kind.ANY;
        };
    boolean fixed = matched.group(4) != null;
    int least = number(fixed ? matched.group(4) : matched.group(2));
    int most = fixed ? least : "ul".equals(matched.group(3)) ? 0 : number(matched.group(3));
    int decimals = number(matched.group(5));
    if ((most == 0 && (fixed || !"ul".equals(matched.group(3)))) || most > MOST_LENGTH) {
      throw new IllegalArgumentException("has a length outside 1 to " + MOST_LENGTH);
    }
    if (most != 0 && least > most) {
      throw new IllegalArgumentException("has a least length above its most");
    }
    if (matched.group(5) != null && (kind != Kind.DIGITS || most == 0 || decimals > most)) {
      throw new IllegalArgumentException(
          "may have decimals only after n and a length that holds them");
    }
    return new ValueFormat(kind, least, most, decimals);
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** What keeps a text from having this format, for people and without the text itself. */
  public Optional<String> violation(String text) {
    int length = text.codePointCount(0, text.length());
    if (most > 0 && length > most) {
      return Optional.of("has " + length + " characters where at most " + most + " are allowed");
    }
    if (length < least) {
      return Optional.of("has " + length + " characters where at least " + least + " are needed");
    }
    return switch (kind) {
      case DIGITS ->
          text.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Optional.empty()
              : Optional.of("has characters other than the digits 0 to 9");
      case LETTERS ->
          text.codePoints().anyMatch(Character::isDigit)
              ? Optional.of("has digits where letters are expected")
              : Optional.empty();
      case ANY, DATE, DATE_TIME -> Optional.empty();
    };
  }

  /** What keeps a number from having this format. */
  public Optional<String> violation(BigDecimal number) {
    if (most == 0 || number.signum() == 0) {
      return Optional.empty(); // a zero's precision is 1 even where no digit may stand
    }
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() > decimals) {
      return Optional.of("has more than " + decimals + " decimals");
    }
    if (plain.precision() - plain.scale() > most - decimals) {
      return Optional.of("has more than " + (most - decimals) + " digits before the point");
    }
    return Optional.empty();
  }
}
