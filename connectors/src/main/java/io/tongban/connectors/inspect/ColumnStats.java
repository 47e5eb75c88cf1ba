package io.tongban.connectors.inspect;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What is kept of a column while its rows pass; bounded whatever their number. */
final class ColumnStats {
  /** Longer values are cut before they are kept. */
  private static final int LONGEST_KEPT = 200;

  private static final int LONGEST_NUMBER = 30;
  private static final int FIRST = 5;
  private final String name;
  private final DistinctSketch distinct;
  private final List<String> first = new ArrayList<>();
  private long values;
  private long empty;
  private int shortest = Integer.MAX_VALUE;
  private int longest;
  private BigDecimal least;
  private BigDecimal most;
  private boolean numeric = true;
  private String lowest;
  private String highest;

  ColumnStats(String name, int kept) {
    this.name = name;
    this.distinct = new DistinctSketch(kept);
  }

  void add(String raw) {
    String value = raw == null ? "" : raw.strip();
    if (value.isEmpty()) {
      empty++;
      return;
    }
    values++;
    int length = value.codePointCount(0, value.length());
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
    String kept = value.length() > LONGEST_KEPT ? value.substring(0, LONGEST_KEPT) : value;
    distinct.add(kept);
    if (first.size() < FIRST && !first.contains(kept)) {
      first.add(kept);
    }
    lowest = lowest == null || kept.compareTo(lowest) < 0 ? kept : lowest;
    highest = highest == null || kept.compareTo(highest) > 0 ? kept : highest;
    if (numeric) {
      number(value);
    }
  }

  private void number(String value) {
    try {
      BigDecimal number = value.length() > LONGEST_NUMBER ? null : new BigDecimal(value);
      if (number == null || Math.abs((long) number.scale()) > LONGEST_NUMBER) {
        numeric = false;
        return;
      }
      least = least == null || number.compareTo(least) < 0 ? number : least;
      most = most == null || number.compareTo(most) > 0 ? number : most;
    } catch (NumberFormatException e) {
      numeric = false;
    }
  }

  String name() {
    return name;
  }

  DistinctSketch distinct() {
    return distinct;
  }

  List<String> first() {
    return first;
  }

  long values() {
    return values;
  }

  long empty() {
    return empty;
  }

  int shortest() {
    return values == 0 ? 0 : shortest;
  }

  int longest() {
    return longest;
  }

  /** Whether every value is a number as Java writes them. */
  boolean numeric() {
    return numeric && values > 0;
  }

  String minimum() {
    return numeric() ? least.toPlainString() : lowest;
  }

  String maximum() {
    return numeric() ? most.toPlainString() : highest;
  }

  /** Whether every row has a value of its own. */
  boolean key() {
    boolean several = values > 1 && empty == 0;
    return several
        && (distinct.exact() ? distinct.count() == values : distinct.count() >= values * 0.85);
  }
}
