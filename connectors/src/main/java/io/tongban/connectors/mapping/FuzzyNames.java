package io.tongban.connectors.mapping;

import io.tongban.registry.Pinyin;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Names that a text can mean, best first: by spelling (Jaro-Winkler, Levenshtein), by shared
 * Chinese characters, by short form (恩施州) and by sound (pinyin). A score is for people to judge by;
 * nothing is ever taken without them.
 */
public final class FuzzyNames {
  /** What is less alike is not suggested. */
  private static final double LEAST = 0.6;

  private static final double SHORT_FORM = 0.97;
  private static final double SAME_SOUND = 0.93;
  private static final double WITHIN = 0.85;
  private static final int LOOKED_AT = 400;
  private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();
  private static final LevenshteinDistance LEVENSHTEIN = LevenshteinDistance.getDefaultInstance();
  private final List<Name> names = new ArrayList<>();
  private final Map<String, List<Integer>> byGram = new HashMap<>();

  /** Something a text can mean: its value and its name, with what stands above it for people. */
  public record Candidate(String value, String name, String place) {}

  /**
   * A suggestion.
   *
   * @param score from 0 to 1
   * @param why {@code same}, {@code short-form}, {@code sound}, {@code characters} or {@code
   *     spelling}
   */
  public record Suggestion(String value, String name, String place, double score, String why) {}

  private record Name(Candidate candidate, String plain, String brief, String sound) {}

  public FuzzyNames(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      String plain = plain(candidate.name());
      names.add(new Name(candidate, plain, DivisionNames.brief(plain), sound(plain)));
      for (String gram : grams(plain)) {
        byGram.computeIfAbsent(gram, g -> new ArrayList<>()).add(names.size() - 1);
      }
    }
  }

  /** Folded: NFKC, lower case, without white space and punctuation. */
  static String plain(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return folded
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static String sound(String plain) {
    return plain.codePoints().anyMatch(Pinyin::han)
        ? String.join("", Pinyin.syllables(DivisionNames.brief(plain)))
        : "";
  }

  /** Chinese characters and their sounds, pairs of other letters. */
  private static Set<String> grams(String plain) {
    Set<String> grams = new HashSet<>();
    for (int i = 0; i < plain.length(); i++) {
      if (Pinyin.han(plain.charAt(i))) {
        grams.add(plain.substring(i, i + 1));
      } else if (i + 1 < plain.length()) {
        grams.add(plain.substring(i, i + 2));
      }
    }
    Pinyin.syllables(plain).forEach(syllable -> grams.add("~" + syllable));
    return grams;
  }

  /** The best suggestions for a text, at most so many; none where nothing is alike. */
  public List<Suggestion> suggest(String text, int most) {
    String plain = plain(text);
    if (plain.isEmpty()) {
      return List.of();
    }
    String brief = DivisionNames.brief(plain);
    String sound = sound(plain);
    Comparator<Suggestion> best =
        Comparator.comparingDouble(Suggestion::score).reversed().thenComparing(Suggestion::value);
    return near(plain).stream()
        .map(i -> score(names.get(i), plain, brief, sound))
        .filter(suggestion -> suggestion.score() >= LEAST)
        .sorted(best)
        .limit(most)
        .toList();
  }

  /** Those that share most with the text. */
  private List<Integer> near(String plain) {
    Map<Integer, Integer> shared = new HashMap<>();
    for (String gram : grams(plain)) {
      byGram.getOrDefault(gram, List.of()).forEach(i -> shared.merge(i, 1, Integer::sum));
    }
    return shared.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(LOOKED_AT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Suggestion score(Name name, String plain, String brief, String sound) {
    if (name.plain().equals(plain)) {
      return suggestion(name, 1, "same");
    }
    if (name.brief().equals(brief)) {
      return suggestion(name, SHORT_FORM, "short-form");
    }
    double best = spelling(name.plain(), plain);
    String why = "spelling";
    double characters = characters(name.brief(), brief);
    if (characters > best) {
      best = characters;
      why = "characters";
    }
    if (!sound.isEmpty() && sound.equals(name.sound()) && SAME_SOUND > best) {
      best = SAME_SOUND;
      why = "sound";
    }
    return suggestion(name, best, why);
  }

  private static Suggestion suggestion(Name name, double score, String why) {
    Candidate candidate = name.candidate();
    return new Suggestion(
        candidate.value(),
        candidate.name(),
        candidate.place(),
        Math.round(score * 1000) / 1000.0,
        why);
  }

  /** Similarity of spellings from 0 to 1. */
  public static double spelling(String one, String other) {
    int longest = Math.max(one.length(), other.length());
    double edits = 1 - LEVENSHTEIN.apply(one, other) / (double) longest;
    return Math.max(edits, (JARO_WINKLER.apply(one, other) + edits) / 2);
  }

  /** Shared characters (Dice), or one within the other. */
  private static double characters(String one, String other) {
    if (one.length() >= 2 && other.length() >= 2 && (one.contains(other) || other.contains(one))) {
      return WITHIN;
    }
    Set<Integer> left = one.codePoints().boxed().collect(Collectors.toSet());
    Set<Integer> right = other.codePoints().boxed().collect(Collectors.toSet());
    boolean chinese = left.stream().anyMatch(Pinyin::han);
    long both = left.stream().filter(right::contains).count();
    return chinese ? 2.0 * both / (left.size() + right.size()) : 0;
  }
}
