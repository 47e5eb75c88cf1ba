package io.tongban.registry;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Look-ups in code lists, from memory. */
public interface CodeLists {
  /** The names of all code lists. */
  List<String> names();

  /**
   * The code if it holds on that day. In a year of change, of which no day is known, both what was
   * and what came hold; of two periods of one code the older is given.
   */
  Optional<Code> valid(String list, String code, LocalDate on);

  /** Every period of a code, oldest first; empty if the list never had it. */
  List<Code> history(String list, String code);

  /**
   * What a code is on a day: itself if it is valid then, else its successors followed as far as
   * they go and valid on that day. More than one where a code was split. A successor that only took
   * over a part of the area in another year ({@code CODE[YEAR]}) is not followed.
   */
  List<Code> current(String list, String code, LocalDate on);

  /**
   * Codes by name (Chinese or English, trimmed and case-blind) that hold on that day. In a year of
   * change a code holds through, its successor of the same name is left out.
   */
  List<Code> byLabel(String list, String label, LocalDate on);

  /**
   * A page of a list, by code, after the given code (null for the first page).
   *
   * @param limit most codes; each comes with all its periods
   */
  List<Code> page(String list, String afterCode, int limit);
}
