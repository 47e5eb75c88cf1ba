package io.tongban.ledger;

import java.time.Instant;

/**
 * Times as {@link Instant#toString} writes them, in a fifth of its time where many lie within one
 * second: the text up to the second is kept of the last one.
 */
final class IsoTime {
  private static final int NANOS_OF_MICRO = 1_000;
  private static final int NANOS_OF_MILLI = 1_000_000;

  /** Never a time's: the first that is asked for is written anew. */
  private static volatile Second last = new Second(Long.MIN_VALUE, "");

  private IsoTime() {}

  /**
   * A second's text.
   *
   * @param text without the Z at its end
   */
  private record Second(long second, String text) {}

  /** The time's text, with no, three, six or nine digits of the second's fraction. */
  static String of(Instant at) {
    String second = second(at.getEpochSecond());
    int nanos = at.getNano();
    if (nanos == 0) {
      return second + 'Z';
    }
    if (nanos % NANOS_OF_MILLI == 0) {
      return second + '.' + digits(nanos / NANOS_OF_MILLI, 3) + 'Z';
    }
    if (nanos % NANOS_OF_MICRO == 0) {
      return second + '.' + digits(nanos / NANOS_OF_MICRO, 6) + 'Z';
    }
    return second + '.' + digits(nanos, 9) + 'Z';
  }

  private static String second(long epoch) {
    Second known = last;
    if (known.second() != epoch) {
      String text = Instant.ofEpochSecond(epoch).toString();
      known = new Second(epoch, text.substring(0, text.length() - 1));
      last = known;
    }
    return known.text();
  }

  private static String digits(int value, int count) {
    char[] digits = new char[count];
    int rest = value;
    for (int i = count - 1; i >= 0; i--) {
      digits[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    return new String(digits);
  }
}
