package io.tongban.registry;

import io.tongban.hub.Label;
import java.time.LocalDate;
import java.util.List;

/**
 * A code of a code list with its validity.
 *
 * @param list name of the code list
 * @param code the code
 * @param label its name
 * @param parents names above it, outermost first; may be empty
 * @param validFrom first day, or null for always
 * @param validTo last day on which it holds, or null while it does
 * @param successors what replaced it, oldest first; empty while it is valid
 */
public record Code(
    String list,
    String code,
    Label label,
    List<String> parents,
    LocalDate validFrom,
    LocalDate validTo,
    List<Successor> successors) {
  public Code {
    parents = List.copyOf(parents);
    successors = List.copyOf(successors);
  }

  /** Whether it holds on that day. */
  public boolean validOn(LocalDate day) {
    return (validFrom == null || !day.isBefore(validFrom))
        && (validTo == null || !day.isAfter(validTo));
  }

  /**
   * A code that replaced another.
   *
   * @param code the successor
   * @param from first day of the succession, or null where it is the end of the predecessor's
   *     validity
   */
  public record Successor(String code, LocalDate from) {}
}
