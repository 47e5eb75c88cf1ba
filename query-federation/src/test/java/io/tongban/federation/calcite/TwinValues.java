package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Collectors;

/** Other values that look the same through a mask: what no caller may be able to tell apart. */
final class TwinValues {
  private static final String OTHERS = "x%隐7";
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final int LEAST_DAYS_OF_A_MONTH = 28;
  private static final int LEAST_DAYS_OF_A_YEAR = 365;

  private final Dice dice;
  private final OracleMasks masks;

  TwinValues(Dice dice, OracleMasks masks) {
    this.dice = dice;
    this.masks = masks;
  }

  /**
   * A value whose masked form is that of the given one, another one where there is one.
   *
   * @param mask that shows something of it
   * @param value not null
   */
  Object alike(Mask mask, Object value) {
    Object seen = masks.seen(mask, value);
    if (mask instanceof Mask.Generalise generalise && seen != null) {
      return within(seen, generalise.step());
    }
    if (seen instanceof LocalDate first) {
      int days = mask instanceof Mask.Year ? LEAST_DAYS_OF_A_YEAR : LEAST_DAYS_OF_A_MONTH;
      return first.plusDays(dice.below(days));
    }
    if (seen instanceof Instant first) {
      return first.plusMillis(dice.below((int) Math.min(Integer.MAX_VALUE, millis(mask))));
    }
    if (mask instanceof Mask.Partial partial) {
      return partial((String) value, partial);
    }
    if (mask instanceof Mask.Prefix prefix) {
      String kept = (String) seen;
      boolean full = kept.codePointCount(0, kept.length()) == prefix.length();
      return full ? kept + "!隐7a".substring(dice.below(5)) : value;
    }
    return mask instanceof Mask.FormatPreserving fpe ? encrypted((String) value, seen, fpe) : value;
  }

  private static long millis(Mask mask) {
    if (mask instanceof Mask.Hour) {
      return HOUR;
    }
    if (mask instanceof Mask.Day) {
      return DAY;
    }
    return (mask instanceof Mask.Month ? LEAST_DAYS_OF_A_MONTH : LEAST_DAYS_OF_A_YEAR) * DAY;
  }

  private Object within(Object floor, long step) {
    if (floor instanceof BigDecimal number) {
      return number.add(BigDecimal.valueOf(dice.below((int) step * 100), 2));
    }
    return (Long) floor + dice.below((int) step);
  }

  private String partial(String text, Mask.Partial partial) {
    int[] characters = text.codePoints().toArray();
    boolean whole = characters.length <= partial.first() + partial.last();
    StringBuilder other = new StringBuilder();
    for (int i = 0; i < characters.length; i++) {
      boolean shown = i < partial.first() || i >= characters.length - partial.last();
      other.appendCodePoint(
          shown && !whole ? characters[i] : OTHERS.charAt(dice.below(OTHERS.length())));
    }
    return other.toString();
  }

  /** Ciphers are one to one: only what is hidden whole, and a letter's case, may be another. */
  private String encrypted(String text, Object seen, Mask.FormatPreserving fpe) {
    String hidden = text.codePoints().mapToObj(c -> "*").collect(Collectors.joining());
    if (seen.equals(hidden)) {
      return hidden.replace("*", "隐");
    }
    return fpe.radix() == 10
        ? text
        : text.codePoints()
            .map(c -> dice.chance(0.5) ? Character.toLowerCase(c) : Character.toUpperCase(c))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
  }
}
