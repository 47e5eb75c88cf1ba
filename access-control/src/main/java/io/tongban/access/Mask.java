package io.tongban.access;

/** How a column is masked. A mask keeps the column's type and comes before any filter. */
public sealed interface Mask {
  /** Always null. */
  record Nullify() implements Mask {}

  /**
   * Text of which only the ends are shown, {@code *} between.
   *
   * @param first characters kept at the beginning
   * @param last characters kept at the end
   */
  record Partial(int first, int last) implements Mask {}

  /** Text replaced by a constant. */
  record Constant(String value) implements Mask {}

  /** A date cut to the first day of its year. */
  record Year() implements Mask {}
}
