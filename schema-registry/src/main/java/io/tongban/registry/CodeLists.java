package io.tongban.registry;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Look-ups in code lists, from memory. */
public interface CodeLists {
  /** The names of all code lists. */
  List<String> names();

  /** The code if it holds on that day. */
  Optional<Code> valid(String list, String code, LocalDate on);

  /** Every period of a code, oldest first; empty if the list never had it. */
  List<Code> history(String list, String code);

  /**
   * What a code is on a day: itself if it is valid then, else its successors followed as far as
   * they go and valid on that day. More than one where a code was split.
   */
  List<Code> current(String list, String code, LocalDate on);

  /** Codes by name, trimmed and case-blind, that hold on that day. */
  List<Code> byLabel(String list, String label, LocalDate on);

  /** A page of a list, by code, after the given code (null for the first page). */
  List<Code> page(String list, String afterCode, int limit);
}
