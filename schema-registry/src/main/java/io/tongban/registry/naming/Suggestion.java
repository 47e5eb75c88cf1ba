package io.tongban.registry.naming;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * A sentence that names the nearest of the known names, or else says what to do.
   *
   * @param written what was written
   * @param known what there is
   * @param otherwise the sentence where nothing is near
   */
  public static String fix(String written, Collection<String> known, String otherwise) {
    return nearest(written, known)
        .map(name -> "did you mean \"" + name + "\"? Otherwise: " + otherwise)
        .orElse(otherwise);
  }

  /** The nearest known name if it is near enough to be what was meant. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    String best = null;
    int least = Math.max(2, written.length() * 2 / 5) + 1;
    for (String name : known) {
      int distance = distance(plain(written), plain(name));
      if (distance < least || (distance == least && best != null && name.compareTo(best) < 0)) {
        best = name;
        least = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
