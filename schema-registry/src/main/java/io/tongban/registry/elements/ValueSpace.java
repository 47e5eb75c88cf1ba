package io.tongban.registry.elements;

import io.tongban.registry.DataElementSpec;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * The values that a data element allows, as far as one such set can be compared with another: type,
 * format, pattern, range, code list.
 */
public final class ValueSpace {
  private final DataElementSpec spec;
  private final ValueFormat format;

  private ValueSpace(DataElementSpec spec) {
    this.spec = spec;
    this.format = spec.format() == null ? null : ValueFormat.parse(spec.format());
  }

  /** The space of a data element; nothing where its format cannot be read. */
  public static Optional<ValueSpace> of(DataElementSpec spec) {
    try {
      return Optional.of(new ValueSpace(spec));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the element's own check reports it
    }
  }

  /**
   * Why this would refuse some value that the other allows; nothing if it refuses none. Patterns
   * and code lists are compared by what is written: another one counts as narrower.
   */
  public Optional<String> refuses(ValueSpace other) {
    if (spec.type() != other.spec.type()) {
      return Optional.of("is %s here and %s there".formatted(spec.type(), other.spec.type()));
    }
    if (format != null && narrower(format, other.format)) {
      return Optional.of(
          "has the format %s where the other side has %s"
              .formatted(spec.format(), Objects.requireNonNullElse(other.spec.format(), "none")));
    }
    if (spec.pattern() != null && !spec.pattern().equals(other.spec.pattern())) {
      return Optional.of("has a pattern that the other side has not");
    }
    if (above(spec.minimum(), other.spec.minimum())
        || above(negated(spec.maximum()), negated(other.spec.maximum()))) {
      return Optional.of("has a narrower range than the other side");
    }
    if (spec.codeList() != null && !spec.codeList().equals(other.spec.codeList())) {
      return Optional.of("is bound to a code list that the other side has not");
    }
    return Optional.empty();
  }

  private static boolean narrower(ValueFormat mine, ValueFormat theirs) {
    if (theirs == null) {
      return mine.most() > 0 || mine.least() > 0 || mine.kind() != ValueFormat.Kind.ANY;
    }
    boolean shorter = mine.most() > 0 && (theirs.most() == 0 || theirs.most() > mine.most());
    boolean fewerDecimals = mine.decimals() < theirs.decimals();
    boolean fewerWhole =
        mine.most() > 0 && mine.most() - mine.decimals() < theirs.most() - theirs.decimals();
    boolean otherKind = mine.kind() != ValueFormat.Kind.ANY && mine.kind() != theirs.kind();
    return shorter || mine.least() > theirs.least() || fewerDecimals || fewerWhole || otherKind;
  }

  private static BigDecimal negated(BigDecimal number) {
    return number == null ? null : number.negate();
  }

  /** Whether a lower end lies above another; null is no end. */
  private static boolean above(BigDecimal end, BigDecimal other) {
    return end != null && (other == null || end.compareTo(other) > 0);
  }
}
