package io.tongban.api;

import io.tongban.hub.ProblemCode;

/** Whole numbers in the query of an address, such as {@code limit}. */
public final class QueryNumber {
  private QueryNumber() {}

  /**
   * Reads one.
   *
   * @param name of the parameter
   * @param text as it was given, or null
   * @param unless what counts where nothing was given
   * @param most the largest; the smallest is 1
   * @param problem what is thrown where it is no such number
   */
  public static int of(String name, String text, int unless, int most, ProblemCode problem) {
    if (text == null || text.isBlank()) {
      return unless;
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw problem.problem(name + " is not a whole number", e);
    }
    throw problem.problem(name + " lies outside 1 to " + most);
  }
}
