package io.tongban.registry.codes;

import io.tongban.registry.Code;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One code list in memory. A code's periods may overlap where only years are known: the year of a
 * change belongs to what was and to what came. Then the older period counts, since a code holds
 * through its last year.
 */
final class CodeIndex {
  private static final Comparator<Code> OLDEST_FIRST =
      Comparator.comparing(Code::validFrom, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final NavigableMap<String, List<Code>> periods = new TreeMap<>();
  private final Map<String, List<Code>> byLabel = new HashMap<>();

  CodeIndex(List<Code> codes) {
    for (Code code : codes) {
      periods.computeIfAbsent(code.code(), c -> new ArrayList<>(1)).add(code);
      Set<String> names = new LinkedHashSet<>();
      names.add(plain(code.label().zh()));
      names.add(plain(code.label().en()));
      names.forEach(name -> byLabel.computeIfAbsent(name, n -> new ArrayList<>(1)).add(code));
    }
    periods.replaceAll((code, list) -> list.stream().sorted(OLDEST_FIRST).toList());
  }

  private static String plain(String label) {
    return label.strip().toLowerCase(Locale.ROOT);
  }

  Optional<Code> valid(String code, LocalDate on) {
    return history(code).stream().filter(period -> period.validOn(on)).findFirst();
  }

  List<Code> history(String code) {
    return periods.getOrDefault(code, List.of());
  }

  List<Code> page(String afterCode, int limit) {
    NavigableMap<String, List<Code>> rest =
        afterCode == null ? periods : periods.tailMap(afterCode, false);
    return rest.values().stream().limit(limit).flatMap(List::stream).toList();
  }

  /** The successor of a code that holds through its last year is not yet a code of that name. */
  List<Code> byLabel(String label, LocalDate on) {
    List<Code> holding =
        byLabel.getOrDefault(plain(label), List.of()).stream()
            .filter(code -> code.validOn(on))
            .toList();
    return holding.stream()
        .filter(code -> holding.stream().noneMatch(older -> succeeds(code, older)))
        .toList();
  }

  private static boolean succeeds(Code code, Code older) {
    return older != code
        && older.validTo() != null
        && (code.validTo() == null || code.validTo().isAfter(older.validTo()))
        && older.replacements().contains(code.code());
  }

  List<Code> current(String code, LocalDate on) {
    Optional<Code> itself = valid(code, on);
    if (itself.isPresent()) {
      return List.of(itself.get());
    }
    Set<Code> found = new LinkedHashSet<>();
    newestEnded(history(code), on)
        .ifPresent(
            ended -> follow(ended, on, found, Collections.newSetFromMap(new IdentityHashMap<>())));
    return List.copyOf(found);
  }

  private static Optional<Code> newestEnded(List<Code> periods, LocalDate on) {
    return periods.stream()
        .filter(period -> endedBefore(period, on))
        .reduce((older, newer) -> newer);
  }

  private static boolean endedBefore(Code period, LocalDate on) {
    return period.validTo() != null && period.validTo().isBefore(on);
  }

  private void follow(Code ended, LocalDate on, Set<Code> found, Set<Code> visited) {
    if (!visited.add(ended)) {
      return;
    }
    List<String> replacements = ended.replacements();
    // a list that names no successor of a renamed division goes on under the same code
    List<String> next = replacements.isEmpty() ? List.of(ended.code()) : replacements;
    for (String code : next) {
      Optional<Code> period = periodAt(code, ended);
      if (period.isEmpty()) {
        continue;
      }
      if (period.get().validOn(on)) {
        found.add(period.get());
      } else if (endedBefore(period.get(), on)) {
        follow(period.get(), on, found, visited);
      }
    }
  }

  /** The period of the successor at the end of its predecessor, or beginning the day after. */
  private Optional<Code> periodAt(String code, Code ended) {
    return newestOther(code, ended, ended.validTo())
        .or(() -> newestOther(code, ended, ended.validTo().plusDays(1)));
  }

  private Optional<Code> newestOther(String code, Code ended, LocalDate day) {
    return history(code).stream()
        .filter(period -> period != ended && period.validOn(day))
        .reduce((older, newer) -> newer);
  }
}
