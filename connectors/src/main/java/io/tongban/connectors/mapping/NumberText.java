package io.tongban.connectors.mapping;

import io.tongban.connectors.ConnectorSpec.NumberFormat;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads numbers as a connector declares that its source writes them. */
public final class NumberText {
  /** Longer texts are no numbers. */
  private static final int MOST = 100;

  private static final int HUNDREDTHS = 2;
  private static final String HUNDRED = "百分之";
  private final char grouping;
  private final char decimal;
  private final boolean chinese;
  private final boolean percent;

  public NumberText(NumberFormat format) {
    this.grouping = one(format.grouping(), '\0');
    this.decimal = one(format.decimal(), '.');
    this.chinese = Boolean.TRUE.equals(format.chinese());
    this.percent = Boolean.TRUE.equals(format.percent());
  }

  private static char one(String mark, char otherwise) {
    return mark == null || mark.isEmpty() ? otherwise : mark.charAt(0);
  }

  /** The number; nothing if the text is none of that format. Never throws. */
  public Optional<BigDecimal> parse(String text) {
    String plain = TextStep.trim(TextStep.halfWidth(text));
    if (plain.isEmpty() || plain.length() > MOST) {
      return Optional.empty();
    }
    boolean negative = plain.charAt(0) == '-' || plain.charAt(0) == '负' || plain.charAt(0) == '−';
    if (negative || plain.charAt(0) == '+') {
      plain = TextStep.trim(plain.substring(1));
    }
    plain = percent ? withoutPercent(plain) : plain;
    return unsigned(plain)
        .map(number -> percent ? number.movePointLeft(HUNDREDTHS) : number)
        .map(number -> negative ? number.negate() : number);
  }

  private String withoutPercent(String text) {
    if (text.endsWith("%")) {
      return TextStep.trim(text.substring(0, text.length() - 1));
    }
    return chinese && text.startsWith(HUNDRED) ? text.substring(HUNDRED.length()) : text;
  }

  private Optional<BigDecimal> unsigned(String text) {
    Optional<BigDecimal> digits = arabic(text);
    return digits.isPresent() || !chinese ? digits : ChineseNumerals.parse(text, this::arabic);
  }

  /** Digits with grouping and decimal mark as declared. */
  private Optional<BigDecimal> arabic(String text) {
    int point = text.indexOf(decimal);
    String whole = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "" : text.substring(point + 1);
    String joined = grouping == '\0' || whole.indexOf(grouping) < 0 ? whole : ungrouped(whole);
    if (joined == null || !digits(joined) || !digits(fraction)) {
      return Optional.empty();
    }
    if (joined.isEmpty() || (point >= 0 && fraction.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(fraction.isEmpty() ? joined : joined + "." + fraction));
  }

  /** Without the marks; null if they do not stand between groups of three or of four digits. */
  private String ungrouped(String whole) {
    String[] groups = whole.split(java.util.regex.Pattern.quote(String.valueOf(grouping)), -1);
    int size = groups[groups.length - 1].length();
    if (size != 3 && size != 4) {
      return null;
    }
    for (int i = 0; i < groups.length; i++) {
      boolean fits = i == 0 ? groups[0].length() <= size : groups[i].length() == size;
      if (groups[i].isEmpty() || !fits) {
        return null;
      }
    }
    return String.join("", groups);
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
