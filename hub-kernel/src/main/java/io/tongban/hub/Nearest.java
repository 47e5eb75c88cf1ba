package io.tongban.hub;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** "Did you mean": the known name that a wrong one was probably meant to be. */
public final class Nearest {
  private static final int LISTED = 12;

  private Nearest() {}

  /** The nearest of the known names, if one is near enough to be a slip of the pen. */
  public static Optional<String> to(String wrong, Collection<String> known) {
    String folded = fold(wrong);
    int most = Math.max(1, folded.length() / 3);
    return known.stream()
        .filter(name -> Math.abs(fold(name).length() - folded.length()) <= most)
        .map(name -> new Candidate(name, distance(folded, fold(name), most)))
        .filter(candidate -> candidate.distance <= most)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  /**
   * A fix in words: the near name if there is one, else what is known.
   *
   * @param what what the names are, in the plural, for example {@code departments}
   */
  public static String fix(String wrong, Collection<String> known, String what) {
    Optional<String> near = to(wrong, known);
    if (near.isPresent()) {
      return "did you mean \"" + near.get() + "\"?";
    }
    return known.isEmpty() ? "there are no " + what + " yet" : "known " + what + ": " + list(known);
  }

  /** The names in order, shortened where there are many. */
  public static String list(Collection<String> names) {
    String first = names.stream().sorted().limit(LISTED).collect(Collectors.joining(", "));
    return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Edits (insert, delete, replace, swap neighbours) between two texts; more than most is most+1.
   */
  private static int distance(String a, String b, int most) {
    int[] before = null;
    int[] last = row(b.length());
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(last[j], current[j - 1]));
        if (before != null && swapped(a, i, b, j)) {
          current[j] = Math.min(current[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = current;
    }
    return Math.min(last[b.length()], most + 1);
  }

  private static int[] row(int length) {
    int[] row = new int[length + 1];
    for (int j = 0; j <= length; j++) {
      row[j] = j;
    }
    return row;
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }

  private record Candidate(String name, int distance) {}
}
