package io.tongban.access.agreements;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped name was meant to be. */
public final class NearName {
  private NearName() {}

  /**
   * A remedy for an unknown name: the nearest known one, or all of them where they are few.
   *
   * @param what the kind of thing in plain words, for example {@code department}
   */
  public static String fix(String what, String unknown, Collection<String> known) {
    Optional<String> near = nearest(unknown, known);
    if (near.isPresent()) {
      return "did you mean " + near.get() + "?";
    }
    if (known.isEmpty()) {
      return "declare the " + what + " first";
    }
    return known.size() <= 12
        ? "use one of " + String.join(", ", known.stream().sorted().toList())
        : "declare the " + what + " or use a declared one";
  }

  /** The known name within a third of its length in edits, the nearest first. */
  private static Optional<String> nearest(String unknown, Collection<String> known) {
    String wanted = unknown.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> distance(wanted, name) <= Math.max(1, name.length() / 3))
        .min(
            Comparator.comparingInt((String name) -> distance(wanted, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Edit distance (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
