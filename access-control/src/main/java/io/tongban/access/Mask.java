package io.tongban.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a column is masked. A mask keeps the column's type and comes before any filter. */
public sealed interface Mask {
  /** The grammar that {@link #parse} reads, for people. */
  String GRAMMAR = "nullify, partial(<first>,<last>), constant(<text>) or year";

  /** The form that agreements write and {@link #parse} reads. */
  String text();

  /** Reads the form that agreements write; nothing if it is none. */
  static Optional<Mask> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    return switch (text) {
      case "nullify" -> Optional.of(new Nullify());
      case "year" -> Optional.of(new Year());
      default -> Partial.of(text).or(() -> Constant.of(text));
    };
  }

  /** Always null. */
  record Nullify() implements Mask {
    @Override
    public String text() {
      return "nullify";
    }
  }

  /**
   * Text of which only the ends are shown, {@code *} between.
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
  }

  /** A date cut to the first day of its year. */
  record Year() implements Mask {
    @Override
    public String text() {
      return "year";
    }
  }
}
