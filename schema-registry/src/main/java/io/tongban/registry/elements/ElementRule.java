package io.tongban.registry.elements;

import io.tongban.registry.CodeLists;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.ValueCheck;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What makes a value of one data element right; compiled once. Its answers never repeat the value,
 * which may be personal.
 */
public final class ElementRule {
  /** Decimals of a DECIMAL whose element has no format. */
  public static final int DEFAULT_DECIMALS = 10;

  /** Digits of a DECIMAL, as both databases hold them. */
  public static final int MOST_DIGITS = 38;

  private final DataElementSpec spec;
  private final ValueFormat format;
  private final Pattern pattern;
  private final ValueCheck check;

  private ElementRule(DataElementSpec spec) {
    this.spec = spec;
    this.format = spec.format() == null ? null : ValueFormat.parse(spec.format());
    this.pattern = spec.pattern() == null ? null : Pattern.compile(spec.pattern());
    this.check = spec.check() == null ? null : ValueCheck.find(spec.check()).orElse(null);
  }

  /** The rule of a checked data element. */
  public static ElementRule of(DataElementSpec spec) {
    return new ElementRule(spec);
  }

  /** Most characters of a STRING, or 0 for unbounded and for other types. */
  public int length() {
    return spec.type() == DataType.STRING && format != null ? format.most() : 0;
  }

  /** Decimals of a DECIMAL, 0 for other types. */
  public int decimals() {
    if (spec.type() != DataType.DECIMAL) {
      return 0;
    }
    return format == null ? DEFAULT_DECIMALS : format.decimals();
  }

  /** What is wrong with a value that is not null; nothing if it holds. */
  public Optional<String> violation(Object value, LocalDate on, CodeLists codes) {
    Optional<String> formal = form(value);
    return formal.isPresent() ? formal : code(value, on, codes);
  }

  /** What is wrong with the form of a value that is not null, its code list apart. */
  public Optional<String> form(Object value) {
    return switch (spec.type()) {
      case STRING -> value instanceof String text ? text(text) : wrongType("text");
      case INTEGER ->
          value instanceof Long whole
              ? number(BigDecimal.valueOf(whole))
              : wrongType("a whole number");
      case DECIMAL ->
          value instanceof BigDecimal decimal ? decimal(decimal) : wrongType("a number");
      case BOOLEAN -> value instanceof Boolean ? Optional.empty() : wrongType("true or false");
      case DATE -> value instanceof LocalDate day ? year(day.getYear()) : wrongType("a day");
      case TIMESTAMP ->
          value instanceof Instant moment
              ? year(moment.atOffset(ZoneOffset.UTC).getYear())
              : wrongType("a moment");
    };
  }

  private static Optional<String> wrongType(String expected) {
    return Optional.of("is not " + expected);
  }

  private static Optional<String> year(int year) {
    return year >= 1 && year <= 9999
        ? Optional.empty()
        : Optional.of("lies outside the years 1 to 9999");
  }

  private Optional<String> text(String text) {
    if (!storable(text)) {
      return Optional.of("holds control characters or broken Unicode");
    }
    Optional<String> formal = format == null ? Optional.empty() : format.violation(text);
    if (formal.isPresent()) {
      return formal.map(fault -> fault + " (format " + spec.format() + ")");
    }
    if (pattern != null && !pattern.matcher(text).matches()) {
      return Optional.of("does not match the pattern " + spec.pattern());
    }
    return check == null ? Optional.empty() : check.violation(text);
  }

  /** PostgreSQL refuses NUL, and half a surrogate pair becomes a question mark on its way. */
  private static boolean storable(String text) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean white = point == '\t' || point == '\n' || point == '\r';
      if ((point < 0x20 && !white) || (point >= 0xD800 && point <= 0xDFFF)) {
        return false;
      }
      i += Character.charCount(point);
    }
    return true;
  }

  private Optional<String> decimal(BigDecimal value) {
    Optional<String> storage =
        new ValueFormat(ValueFormat.Kind.DIGITS, 0, MOST_DIGITS, decimals()).violation(value);
    return storage.isPresent() ? storage : number(value);
  }

  private Optional<String> number(BigDecimal value) {
    if (spec.minimum() != null && value.compareTo(spec.minimum()) < 0) {
      return Optional.of("is below the minimum " + spec.minimum().toPlainString());
    }
    if (spec.maximum() != null && value.compareTo(spec.maximum()) > 0) {
      return Optional.of("is above the maximum " + spec.maximum().toPlainString());
    }
    return format == null ? Optional.empty() : format.violation(value);
  }

  private Optional<String> code(Object value, LocalDate on, CodeLists codes) {
    if (spec.codeList() == null) {
      return Optional.empty();
    }
    String code = value.toString();
    if (codes.valid(spec.codeList(), code, on).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        codes.history(spec.codeList(), code).isEmpty()
            ? "is not a code of " + spec.codeList()
            : "is a code of " + spec.codeList() + " that does not hold on " + on);
  }
}
