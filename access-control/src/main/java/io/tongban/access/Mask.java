package io.tongban.access;

import io.tongban.registry.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a column is masked. A mask keeps the column's type, comes before any filter, leaves null as
 * it is and never fails, whatever the value.
 */
public sealed interface Mask {
  /** The grammar that {@link #parse} reads, for people. */
  String GRAMMAR =
      "nullify, partial(<first>,<last>), prefix(<n>), constant(<text>), hash, fpe(10), fpe(36),"
          + " generalise(<n>), year, month, day or hour";

  /** Which mask is for which type, for people. */
  String FITTING =
      "partial, prefix, constant, hash and fpe are for STRING, generalise is for DECIMAL and (by 2"
          + " or more) INTEGER, year and month are for DATE and TIMESTAMP, day and hour for"
          + " TIMESTAMP, nullify for all";

  /** The form that agreements write and {@link #parse} reads. */
  String text();

  /** Whether it may be laid on a column of that type. */
  boolean fits(DataType type);

  /** Reads the form that agreements write; nothing if it is none. */
  static Optional<Mask> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    return switch (text) {
      case "nullify" -> Optional.of(new Nullify());
      case "hash" -> Optional.of(new Hash());
      case "year" -> Optional.of(new Year());
      case "month" -> Optional.of(new Month());
      case "day" -> Optional.of(new Day());
      case "hour" -> Optional.of(new Hour());
      default -> withParameters(text);
    };
  }

  private static Optional<Mask> withParameters(String text) {
    List<Function<String, Optional<Mask>>> forms =
        List.of(Partial::of, Prefix::of, Constant::of, FormatPreserving::of, Generalise::of);
    return forms.stream().flatMap(form -> form.apply(text).stream()).findFirst();
  }

  /** Always null. */
  record Nullify() implements Mask {
    @Override
    public String text() {
      return "nullify";
    }

    @Override
    public boolean fits(DataType type) {
      return true;
    }
  }

  /**
   * Text of which only the ends are shown, {@code *} between. A text no longer than what may be
   * shown is hidden whole.
   *
   * @param first characters kept at the beginning
   * @param last characters kept at the end
   */
  record Partial(int first, int last) implements Mask {
    private static final Pattern FORM = Pattern.compile("partial\\((\\d{1,3}), ?(\\d{1,3})\\)");

    private static Optional<Mask> of(String text) {
      Matcher form = FORM.matcher(text);
      return form.matches()
          ? Optional.of(
              new Partial(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
          : Optional.empty();
    }

    @Override
    public String text() {
      return "partial(" + first + "," + last + ")";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.STRING;
    }
  }

  /**
   * The beginning of a text, the rest dropped: an outward postcode, the province of a division code
   * (行政区划).
   *
   * @param length characters kept, at least 1
   */
  record Prefix(int length) implements Mask {
    private static final Pattern FORM = Pattern.compile("prefix\\(([1-9]\\d{0,2})\\)");

    private static Optional<Mask> of(String text) {
      Matcher form = FORM.matcher(text);
      return form.matches()
          ? Optional.of(new Prefix(Integer.parseInt(form.group(1))))
          : Optional.empty();
    }

    @Override
    public String text() {
      return "prefix(" + length + ")";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.STRING;
    }
  }

  /** Text replaced by a constant. */
  record Constant(String value) implements Mask {
    private static final Pattern FORM = Pattern.compile("constant\\((.{0,200})\\)");

    private static Optional<Mask> of(String text) {
      Matcher form = FORM.matcher(text);
      return form.matches() ? Optional.of(new Constant(form.group(1))) : Optional.empty();
    }

    @Override
    public String text() {
      return "constant(" + value + ")";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.STRING;
    }
  }

  /**
   * A keyed hash of a text: HMAC-SHA-256 (RFC 2104) under a key of the receiving department, the
   * first 32 hex digits. Equal texts stay equal for one department, so that it can join and group;
   * two departments cannot join theirs.
   */
  record Hash() implements Mask {
    @Override
    public String text() {
      return "hash";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.STRING;
    }
  }

  /**
   * Format-preserving encryption of a text: FF1 (NIST SP 800-38G Rev. 1) under a key of the
   * receiving department. Digits (radix 10), or digits and letters (radix 36: letters are read
   * whatever their case and written as capitals), become others; the remaining ASCII characters
   * keep their place. A text with another character, with fewer than 1,000,000 possible values, or
   * with more than 256 that would be encrypted, is hidden whole.
   *
   * @param radix 10 or 36
   */
  record FormatPreserving(int radix) implements Mask {
    private static Optional<Mask> of(String text) {
      return switch (text) {
        case "fpe(10)" -> Optional.of(new FormatPreserving(10));
        case "fpe(36)" -> Optional.of(new FormatPreserving(36));
        default -> Optional.empty();
      };
    }

    @Override
    public String text() {
      return "fpe(" + radix + ")";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.STRING;
    }
  }

  /**
   * A number cut down to a multiple of a step: 47 by 10 is 40, −3 by 10 is −10.
   *
   * @param step at least 1
   */
  record Generalise(long step) implements Mask {
    private static final Pattern FORM = Pattern.compile("generalise\\(([1-9]\\d{0,17})\\)");

    private static Optional<Mask> of(String text) {
      Matcher form = FORM.matcher(text);
      return form.matches()
          ? Optional.of(new Generalise(Long.parseLong(form.group(1))))
          : Optional.empty();
    }

    @Override
    public String text() {
      return "generalise(" + step + ")";
    }

    /** By 1 every integer would be shown as it is. */
    @Override
    public boolean fits(DataType type) {
      return type == DataType.DECIMAL || type == DataType.INTEGER && step > 1;
    }
  }

  /** A date, or a time (UTC), cut to the beginning of its year. */
  record Year() implements Mask {
    @Override
    public String text() {
      return "year";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.DATE || type == DataType.TIMESTAMP;
    }
  }

  /** A date, or a time (UTC), cut to the beginning of its month. */
  record Month() implements Mask {
    @Override
    public String text() {
      return "month";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.DATE || type == DataType.TIMESTAMP;
    }
  }

  /** A time cut to the beginning of its day (UTC). */
  record Day() implements Mask {
    @Override
    public String text() {
      return "day";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.TIMESTAMP;
    }
  }

  /** A time cut to its full hour. */
  record Hour() implements Mask {
    @Override
    public String text() {
      return "hour";
    }

    @Override
    public boolean fits(DataType type) {
      return type == DataType.TIMESTAMP;
    }
  }
}
