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
 * @param successors where its area went, oldest first: what replaced the code at the end of its
 *     validity ({@link #replacements}), and before those the codes that took over a part of its
 *     area in a year of their own, which may happen while it is valid
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
   * The codes that replaced this one when its validity ended; not those that only took over a part
   * of its area in some other year.
   */
  public List<String> replacements() {
    return successors.stream().filter(s -> s.from() == null).map(Successor::code).toList();
  }

  /**
   * A code that took over another's area.
   *
   * @param code the successor
   * @param from for a part of the area: the first day of the year it went over; null for the
   *     succession at the end of the predecessor's validity
   */
  public record Successor(String code, LocalDate from) {}
}
