package io.tongban.connectors.inspect;

import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the values of a column are, judged on the sample of its distinct ones. */
final class ColumnFacts {
  /** A class that fewer values have is chance. */
  private static final double LEAST = 0.5;

  private static final Set<String> TRUTHS =
      Set.of("true", "false", "yes", "no", "y", "n", "是", "否", "1", "0");
  private static final Set<ValueClass> PLACES =
      Set.of(
          ValueClass.PROVINCE, ValueClass.PREFECTURE, ValueClass.COUNTY_LEVEL, ValueClass.TOWNSHIP);

  /** Of the distinct values, which are in the order of their hashes, so many are judged by. */
  private static final int JUDGED = 200;

  private static final int PATTERNS = 5;
  private final ColumnStats stats;
  private final Collection<String> sample;
  private final Map<ValueClass, Double> classes = new EnumMap<>(ValueClass.class);
  private final DataType type;
  private final Optional<DateFormats.Found> date;

  ColumnFacts(ColumnStats stats) {
    this.stats = stats;
    this.sample = stats.distinct().sample().stream().limit(JUDGED).toList();
    this.date = sample.isEmpty() ? Optional.empty() : DateFormats.of(sample);
    this.type = type();
    if (!sample.isEmpty()) {
      for (ValueClass each : ValueClass.values()) {
        double share = sample.stream().filter(each::holds).count() / (double) sample.size();
        if (share >= LEAST) {
          classes.put(each, share);
        }
      }
      if (type == DataType.INTEGER
          && stats.key()
          && new BigDecimal(stats.minimum()).compareTo(BigDecimal.ONE) <= 0) {
        classes.put(ValueClass.SEQUENCE, 1.0);
      }
    }
  }

  private DataType type() {
    if (sample.isEmpty()) {
      return DataType.STRING;
    }
    if (date.isPresent()) {
      return date.get().moment() ? DataType.TIMESTAMP : DataType.DATE;
    }
    boolean numbers = sample.size() == 1 && stats.numeric();
    if (!numbers && all(v -> TRUTHS.contains(v.toLowerCase(Locale.ROOT)))) {
      return DataType.BOOLEAN;
    }
    if (stats.numeric() && all(v -> v.length() <= 18) && !padded()) {
      return all(ColumnFacts::whole) ? DataType.INTEGER : DataType.DECIMAL;
    }
    return DataType.STRING;
  }

  private boolean all(java.util.function.Predicate<String> test) {
    return sample.stream().allMatch(test);
  }

  private static boolean whole(String value) {
    try {
      return new BigDecimal(value).stripTrailingZeros().scale() <= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Numbers with zeros before them are codes. */
  private boolean padded() {
    return sample.stream()
        .anyMatch(v -> v.length() > 1 && v.charAt(0) == '0' && Character.isDigit(v.charAt(1)));
  }

  ColumnStats stats() {
    return stats;
  }

  Collection<String> sample() {
    return sample;
  }

  DataType narrowest() {
    return type;
  }

  Optional<DateFormats.Found> date() {
    return date;
  }

  /** The share of values by class, of classes that at least half of them have. */
  Map<ValueClass, Double> classes() {
    return classes;
  }

  /** Whether the values themselves seem to be personal data. */
  boolean personal() {
    return classes.entrySet().stream()
        .anyMatch(
            e ->
                e.getKey().personal()
                    && e.getValue() >= 0.6
                    // a place in China often begins with a surname; an address of a shop is public
                    && !(e.getKey() == ValueClass.PERSON
                        && PLACES.stream().anyMatch(p -> classes.getOrDefault(p, 0.0) >= 0.5))
                    && e.getKey() != ValueClass.ADDRESS);
  }

  /** In words, the most telling first. */
  List<String> told() {
    List<String> told = new ArrayList<>();
    classes.entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                (Map.Entry<ValueClass, Double> e) -> -e.getValue() * e.getKey().weight()))
        .limit(3)
        .forEach(
            e ->
                told.add("%d %% %s".formatted(Math.round(e.getValue() * 100), e.getKey().title())));
    date.filter(d -> d.pattern() != null).ifPresent(d -> told.add("written as " + d.pattern()));
    return told;
  }

  /** Shapes of values, most frequent first. */
  List<String> patterns() {
    Map<String, Integer> counts = new TreeMap<>();
    sample.forEach(value -> counts.merge(ValueShape.of(value), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Comparator.comparingInt((Map.Entry<String, Integer> e) -> -e.getValue()))
        .limit(PATTERNS)
        .map(Map.Entry::getKey)
        .toList();
  }
}
