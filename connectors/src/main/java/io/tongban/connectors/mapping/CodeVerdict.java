package io.tongban.connectors.mapping;

import io.tongban.registry.Code;
import io.tongban.registry.CodeLists;
import java.time.LocalDate;
import java.util.List;

/**
 * What a code is on a day.
 *
 * @param outcome {@code valid} on the day, {@code succeeded} (valid on the day, replaced by today)
 *     or {@code none}, {@code followed} or {@code ambiguous} where successors are followed
 * @param message why it is none, and what to do; null otherwise
 * @param code the successor that it became, or null
 */
record CodeVerdict(String outcome, String message, String code) {
  private static final String NONE = "none";
  private static final String AMBIGUOUS = "ambiguous";

  CodeVerdict(String outcome, String message) {
    this(outcome, message, null);
  }

  /** Whether the code was split and its successors are several. */
  boolean ambiguous() {
    return outcome.equals(AMBIGUOUS);
  }

  boolean none() {
    return outcome.equals(NONE);
  }

  /** The row names no code. */
  static CodeVerdict blank(String list) {
    return new CodeVerdict(
        NONE, "the row has no code of list " + list + "; have the source department allot one");
  }

  static CodeVerdict of(CodeLists lists, String list, String code, LocalDate day, LocalDate today) {
    if (lists.valid(list, code, day).isEmpty()) {
      return new CodeVerdict(NONE, why(lists, list, code, day));
    }
    List<Code> current = lists.current(list, code, today);
    boolean replaced =
        !current.isEmpty() && current.stream().noneMatch(now -> now.code().equals(code));
    return new CodeVerdict(replaced ? "succeeded" : "valid", null);
  }

  /**
   * As {@link #of}; a code that was replaced by that day becomes its successor ({@code followed}),
   * one that was split is {@code ambiguous}.
   */
  static CodeVerdict following(
      CodeLists lists, String list, String code, LocalDate day, LocalDate today) {
    CodeVerdict itself = of(lists, list, code, day, today);
    if (!itself.none()) {
      return itself;
    }
    List<Code> successors = lists.current(list, code, day);
    if (successors.size() == 1) {
      return new CodeVerdict("followed", null, successors.get(0).code());
    }
    return successors.isEmpty()
        ? itself
        : new CodeVerdict(
            AMBIGUOUS,
            "the code of list %s was split; have the source department say which of %s it means"
                .formatted(
                    list, String.join(", ", successors.stream().map(CodeVerdict::told).toList())));
  }

  private static String told(Code code) {
    return code.code() + " " + code.label().zh();
  }

  private static String why(CodeLists lists, String list, String code, LocalDate day) {
    List<Code> history = lists.history(list, code);
    if (history.isEmpty()) {
      return "list %s never had the code; have the source department check it".formatted(list);
    }
    Code last = history.get(history.size() - 1);
    return "the code of list %s did not hold on %s, only from %s to %s%s; correct code or day"
        .formatted(
            list,
            day,
            last.validFrom() == null ? "the beginning" : last.validFrom(),
            last.validTo() == null ? "now" : last.validTo(),
            successors(last));
  }

  private static String successors(Code code) {
    return code.successors().isEmpty()
        ? ""
        : ", then "
            + String.join(" or ", code.successors().stream().map(Code.Successor::code).toList());
  }
}
