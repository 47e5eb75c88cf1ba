package io.tongban.connectors.mapping;

import io.tongban.registry.Code;
import io.tongban.registry.CodeLists;
import java.time.LocalDate;
import java.util.List;

/**
 * What a code is on a day.
 *
 * @param outcome {@code valid} on the day, {@code succeeded} (valid on the day, replaced by today)
 *     or {@code none}
 * @param message why it is none, and what to do; null otherwise
 */
record CodeVerdict(String outcome, String message) {
  private static final String NONE = "none";

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
