package io.tongban.connectors.inspect;

import io.tongban.connectors.mapping.FuzzyNames;
import io.tongban.registry.Pinyin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares names of columns with names of data elements: Chinese, English, pinyin. */
final class Names {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^\\p{L}\\p{N}]+");

  /** Names that programs and copies give, which say nothing. */
  private static final Pattern MEANINGLESS =
      Pattern.compile("(?i)(col|column|field|f|c|v|var|列|字段|unnamed)[-_ #:]?[0-9]*");

  private static final Set<String> SMALL = Set.of("of", "the", "a", "an", "and", "in", "as", "for");

  /** How departments shorten words. */
  private static final Map<String, String> LONG =
      Map.ofEntries(
          Map.entry("no", "number"),
          Map.entry("num", "number"),
          Map.entry("nr", "number"),
          Map.entry("cd", "code"),
          Map.entry("dt", "date"),
          Map.entry("day", "date"),
          Map.entry("tel", "telephone"),
          Map.entry("phone", "telephone"),
          Map.entry("addr", "address"),
          Map.entry("org", "organisation"),
          Map.entry("organization", "organisation"),
          Map.entry("qty", "quantity"),
          Map.entry("amt", "amount"),
          Map.entry("desc", "description"),
          Map.entry("id", "identifier"),
          Map.entry("lng", "longitude"),
          Map.entry("lon", "longitude"),
          Map.entry("lat", "latitude"),
          Map.entry("authorities", "authority"),
          Map.entry("establishments", "establishment"),
          Map.entry("names", "name"),
          Map.entry("title", "name"));

  private Names() {}

  /** How alike, from 0 to 1, and why. */
  record Likeness(double score, String why) {}

  static boolean meaningless(String name) {
    return name.isBlank() || MEANINGLESS.matcher(name.strip()).matches();
  }

  /** How alike a column's name and a name of an element are. */
  static Likeness compare(String column, String term) {
    String one = joined(column);
    String other = joined(term);
    if (one.isEmpty() || other.isEmpty()) {
      return new Likeness(0, "");
    }
    if (one.equals(other)) {
      return new Likeness(1, "the name is \"" + term + "\"");
    }
    Likeness best = words(column, term);
    best = better(best, chinese(one, other, term));
    best = better(best, sound(one, term));
    double spelling = FuzzyNames.spelling(one, other);
    return spelling >= 0.8
        ? better(best, new Likeness(spelling * 0.9, "spelt like \"" + term + "\""))
        : best;
  }

  private static Likeness better(Likeness one, Likeness other) {
    return other.score() > one.score() ? other : one;
  }

  private static Likeness words(String column, String term) {
    Set<String> left = tokens(column);
    Set<String> right = tokens(term);
    if (left.isEmpty() || right.isEmpty()) {
      return new Likeness(0, "");
    }
    Set<String> both = new HashSet<>(left);
    both.retainAll(right);
    double score = 2.0 * both.size() / (left.size() + right.size()) * 0.95;
    if (both.size() == Math.min(left.size(), right.size())) {
      score = Math.max(score, 0.7);
    }
    return both.isEmpty()
        ? new Likeness(0, "")
        : new Likeness(score, "shares words with \"" + term + "\"");
  }

  private static Likeness chinese(String one, String other, String term) {
    if (!ValueClass.chinese(one) || !ValueClass.chinese(other)) {
      return new Likeness(0, "");
    }
    boolean within = one.length() >= 2 && other.contains(one);
    boolean around = other.length() >= 2 && one.contains(other);
    Set<Integer> left = one.codePoints().boxed().collect(Collectors.toSet());
    Set<Integer> right = other.codePoints().boxed().collect(Collectors.toSet());
    long both = left.stream().filter(right::contains).count();
    double dice = 2.0 * both / (left.size() + right.size());
    double score = Math.max(dice * 0.9, within || around ? 0.75 + dice / 10 : 0);
    return new Likeness(score, "shares characters with \"" + term + "\"");
  }

  /** A name in pinyin (xingming) or its first letters (xm) and a Chinese one. */
  private static Likeness sound(String one, String term) {
    List<String> syllables = Pinyin.syllables(term);
    if (syllables.isEmpty() || ValueClass.chinese(one)) {
      return new Likeness(0, "");
    }
    if (one.equals(String.join("", syllables))) {
      return new Likeness(0.92, "is the pinyin of \"" + term + "\"");
    }
    String initials = syllables.stream().map(s -> s.substring(0, 1)).collect(Collectors.joining());
    return one.length() >= 2 && one.equals(initials)
        ? new Likeness(0.75, "has the initials of \"" + term + "\"")
        : new Likeness(0, "");
  }

  private static String joined(String name) {
    return name.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** Its words, in lower case and in full. */
  static Set<String> tokens(String name) {
    List<String> tokens = new ArrayList<>();
    Arrays.stream(BOUNDARY.split(name))
        .map(token -> token.toLowerCase(Locale.ROOT))
        .filter(token -> !token.isBlank() && !SMALL.contains(token) && !ValueClass.chinese(token))
        .forEach(token -> tokens.add(LONG.getOrDefault(token, token)));
    return new HashSet<>(tokens);
  }
}
