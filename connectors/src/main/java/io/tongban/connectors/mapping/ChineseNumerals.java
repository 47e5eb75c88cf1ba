package io.tongban.connectors.mapping;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/**
 * Numbers in Chinese: {@code 一百二十三}, {@code 壹仟贰佰}, {@code 二〇二〇}, {@code 三点一四}, and digits with 万
 * and 亿: {@code 3.5万}, {@code 1亿2000万}.
 */
final class ChineseNumerals {
  private static final String DIGITS = "〇一二三四五六七八九";
  private static final String ZEROS = "零○Ｏ";
  private static final String FORMAL = "壹贰叁肆伍陆柒捌玖";
  private static final BigDecimal TEN_THOUSAND = BigDecimal.valueOf(10_000);
  private static final BigDecimal HUNDRED_MILLION = BigDecimal.valueOf(100_000_000);

  private ChineseNumerals() {}

  /**
   * The number of a text without sign.
   *
   * @param arabic reads runs of digits with their marks
   */
  static Optional<BigDecimal> parse(String text, Function<String, Optional<BigDecimal>> arabic) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int point = text.indexOf('点');
    if (point >= 0) {
      return withFraction(text.substring(0, point), text.substring(point + 1), arabic);
    }
    Optional<BigDecimal> row = row(text);
    return row.isPresent() ? row : large(text, arabic);
  }

  private static Optional<BigDecimal> withFraction(
      String whole, String fraction, Function<String, Optional<BigDecimal>> arabic) {
    // 三点五万: the fraction ends where a large unit begins
    int end = fraction.length();
    while (end > 0 && unit(fraction.charAt(end - 1)) != null) {
      end--;
    }
    Optional<String> digits = digits(fraction.substring(0, end));
    Optional<BigDecimal> before =
        whole.isEmpty() ? Optional.empty() : parse(whole, arabic).filter(n -> n.scale() <= 0);
    if (digits.isEmpty() || digits.get().isEmpty() || before.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(before.get().toPlainString() + "." + digits.get());
    for (int i = end; i < fraction.length(); i++) {
      number = number.multiply(unit(fraction.charAt(i)));
    }
    return Optional.of(number);
  }

  /** Digits one after the other, as years and telephone numbers are written. */
  private static Optional<BigDecimal> row(String text) {
    return digits(text).map(BigDecimal::new);
  }

  private static Optional<String> digits(String text) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int digit = digit(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      row.append(digit);
    }
    return Optional.of(row.toString()).filter(found -> !found.isEmpty());
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (ZEROS.indexOf(c) >= 0) {
      return 0;
    }
    if (c == '两' || c == '兩') {
      return 2;
    }
    int formal = FORMAL.indexOf(c);
    return formal >= 0 ? formal + 1 : DIGITS.indexOf(c);
  }

  private static int small(char c) {
    return switch (c) {
      case '十', '拾' -> 10;
      case '百', '佰' -> 100;
      case '千', '仟' -> 1000;
      default -> 0;
    };
  }

  private static BigDecimal unit(char c) {
    return switch (c) {
      case '万', '萬' -> TEN_THOUSAND;
      case '亿', '億' -> HUNDRED_MILLION;
      default -> null;
    };
  }

  /** What stands before 亿 is multiplied by it, then 万, then the rest. */
  private static Optional<BigDecimal> large(
      String text, Function<String, Optional<BigDecimal>> arabic) {
    int at = lastOf(text, '亿', '億');
    BigDecimal unit = HUNDRED_MILLION;
    if (at < 0) {
      at = lastOf(text, '万', '萬');
      unit = TEN_THOUSAND;
    }
    if (at < 0) {
      return section(text, arabic);
    }
    String rest = text.substring(at + 1);
    BigDecimal factor = unit;
    Optional<BigDecimal> before = large(text.substring(0, at), arabic);
    Optional<BigDecimal> after =
        rest.isEmpty() ? Optional.of(BigDecimal.ZERO) : large(rest, arabic);
    return before
        .filter(n -> n.signum() > 0)
        .flatMap(
            n -> after.filter(a -> a.compareTo(factor) < 0).map(a -> n.multiply(factor).add(a)));
  }

  private static int lastOf(String text, char one, char other) {
    return Math.max(text.lastIndexOf(one), text.lastIndexOf(other));
  }

  /** Below 万: thousands, hundreds, tens and ones in that order, or a run of digits. */
  private static Optional<BigDecimal> section(
      String text, Function<String, Optional<BigDecimal>> arabic) {
    Optional<BigDecimal> plain = arabic.apply(text);
    if (plain.isPresent()) {
      return plain;
    }
    long sum = 0;
    int pending = -1;
    int above = 10_000;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int unit = small(c);
      if (unit > 0) {
        boolean bareTen = unit == 10 && (pending < 0 || pending == 0) && (i == 0 || sum > 0);
        if (unit >= above || (pending <= 0 && !bareTen)) {
          return Optional.empty();
        }
        sum += (long) Math.max(1, pending) * unit;
        above = unit;
        pending = -1;
      } else {
        int digit = digit(c);
        if (digit < 0 || pending > 0) {
          return Optional.empty();
        }
        pending = digit;
      }
    }
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(BigDecimal.valueOf(sum + Math.max(0, pending)));
  }
}
