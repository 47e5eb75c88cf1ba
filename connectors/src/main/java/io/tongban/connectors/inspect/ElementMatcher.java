package io.tongban.connectors.inspect;

import io.tongban.connectors.Inspections.ElementCandidate;
import io.tongban.hub.Definition;
import io.tongban.registry.CodeLists;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the data elements that a column may be. Two kinds of evidence: its name, against every name
 * that the element has; and its values, against what the element demands (type, format, pattern,
 * range, check, code list) and what it is called (an element that speaks of telephones holds
 * telephone numbers). What an element demands counts the more, the fewer values meet it by chance.
 */
final class ElementMatcher {
  private static final int NAMED = 3;
  private static final double LEAST = 0.12;

  /** Of the values that must meet what an element demands; the others are for the quarantine. */
  private static final double MOST_OF = 0.7;

  /** Words for what stands for a thing instead of naming it. */
  private static final Pattern CODED =
      Pattern.compile("(?i)\\b(code|number|digits|letters|identifier)\\b|代码|编号|号码|标识|序号");

  private static final Pattern BIRTH = Pattern.compile("(?i)出生|birth|born");
  private static final Pattern REPORTED = Pattern.compile("(?i)统计|报告|上报|report");
  private static final Pattern YEAR = Pattern.compile("(?:18|19|20)[0-9]{2}");
  private static final int GENERATION = 15;
  private static final double FILLED = 0.25;

  private static final Pattern MOST_LENGTH = Pattern.compile("\\.\\.([0-9]{1,7})$");

  private final List<Known> elements = new ArrayList<>();
  private final Registry registry;
  private final CodeLists codeLists;
  private final LocalDate today;

  private record Known(
      Definition<DataElementSpec> definition, Set<String> terms, Set<ValueClass> classes) {}

  ElementMatcher(Registry registry, CodeLists codeLists, LocalDate today) {
    this.registry = registry;
    this.codeLists = codeLists;
    this.today = today;
    for (Definition<DataElementSpec> element : registry.elements()) {
      if (!"retired".equals(element.spec().status())) {
        elements.add(known(element, registry.resources()));
      }
    }
  }

  private static Known known(Definition<DataElementSpec> element, List<Resource> resources) {
    DataElementSpec spec = element.spec();
    Set<String> terms = new LinkedHashSet<>();
    terms.add(element.name());
    terms.add(element.title().zh());
    terms.add(element.title().en());
    if (spec.synonyms() != null) {
      terms.addAll(spec.synonyms());
    }
    if (spec.pinyin() != null) {
      terms.add(spec.pinyin());
    }
    for (Resource resource : resources) {
      for (ResourceSpec.Item item : resource.spec().items()) {
        if (item.element().equals(element.name())) {
          terms.add(item.name());
          if (item.title() != null) {
            terms.add(item.title().zh());
            terms.add(item.title().en());
          }
        }
      }
    }
    return new Known(element, terms, classes(spec, terms));
  }

  /** What an element's words say that its values are. */
  private static Set<ValueClass> classes(DataElementSpec spec, Set<String> terms) {
    Set<ValueClass> classes = EnumSet.noneOf(ValueClass.class);
    List<String> said = new ArrayList<>(terms);
    said.add(spec.definition().zh());
    said.add(spec.definition().en());
    for (ValueClass each : ValueClass.values()) {
      if (said.stream().anyMatch(t -> each.spokenOf(t) || each.spokenOf(t.replace('-', ' ')))) {
        classes.add(each);
      }
    }
    if (said.stream().anyMatch(t -> CODED.matcher(t).find())) {
      classes.removeAll(ValueClass.OF_NAMES);
    }
    return classes;
  }

  /** The best candidates for a column. */
  List<ElementCandidate> candidates(ColumnFacts column) {
    return elements.stream()
        .map(element -> candidate(column, element))
        .filter(candidate -> candidate.score() >= LEAST)
        .sorted(
            Comparator.comparingDouble(ElementCandidate::score)
                .reversed()
                .thenComparing(ElementCandidate::element))
        .limit(NAMED)
        .toList();
  }

  private ElementCandidate candidate(ColumnFacts column, Known element) {
    List<String> evidence = new ArrayList<>();
    double name = name(column.stats().name(), element, evidence);
    double value = value(column, element, evidence);
    boolean silent = Names.meaningless(column.stats().name());
    boolean contradicted = value < 0;
    double seen = Math.max(0, value);
    double score =
        silent || column.sample().isEmpty()
            ? (silent ? seen * 0.9 : name * 0.8)
            : 0.65 * name + 0.35 * seen;
    return new ElementCandidate(
        element.definition().name(),
        element.definition().title(),
        Math.round((contradicted ? score * 0.25 : score) * 1000) / 1000.0,
        evidence);
  }

  private static double name(String column, Known element, List<String> evidence) {
    if (Names.meaningless(column)) {
      return 0;
    }
    Names.Likeness best = new Names.Likeness(0, "");
    for (String term : element.terms()) {
      Names.Likeness likeness = Names.compare(column, term);
      best = likeness.score() > best.score() ? likeness : best;
    }
    if (best.score() < 0.6) {
      for (ValueClass each : element.classes()) {
        if (each.spokenOf(column)) {
          best = new Names.Likeness(Math.max(best.score(), 0.6), "names " + each.title());
        }
      }
    }
    if (best.score() >= 0.4) {
      evidence.add(best.why());
    }
    return best.score();
  }

  /** What the values say: from 0 to 1, or less than 0 where they cannot be of the element. */
  private double value(ColumnFacts column, Known element, List<String> evidence) {
    if (column.sample().isEmpty()) {
      return 0;
    }
    DataElementSpec spec = element.definition().spec();
    double fits =
        column.sample().stream().filter(v -> meets(v, column, element)).count()
            / (double) column.sample().size();
    if (fits < MOST_OF) {
      return -1;
    }
    double weight = demand(column, spec, evidence);
    if (spec.codeList() != null) {
      double codes = codes(column, spec.codeList());
      if (codes < 0.5) {
        return -1;
      }
      evidence.add("%d %% are codes of %s".formatted(Math.round(codes * 100), spec.codeList()));
      weight = Math.max(weight, codes * (telling(column) ? 0.98 : 0.7));
    }
    return classed(column, element, weight * fits, evidence);
  }

  /** Whether a value is one that the element takes. */
  private boolean meets(String value, ColumnFacts column, Known element) {
    try {
      Object typed =
          switch (element.definition().spec().type()) {
            case STRING -> value;
            case INTEGER -> new BigDecimal(value).longValueExact();
            case DECIMAL -> new BigDecimal(value);
            case BOOLEAN -> column.narrowest() == DataType.BOOLEAN ? Boolean.TRUE : null;
            case DATE -> column.narrowest() == DataType.DATE ? today : null;
            case TIMESTAMP ->
                column.narrowest() == DataType.TIMESTAMP ? java.time.Instant.EPOCH : null;
          };
      return typed != null && registry.formFault(element.definition().name(), typed).isEmpty();
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      return false;
    }
  }

  /** How telling it is that values meet what the element demands. */
  private static double demand(ColumnFacts column, DataElementSpec spec, List<String> evidence) {
    if (spec.check() != null) {
      evidence.add("the values pass the check " + spec.check());
      return 0.99;
    }
    if (spec.pattern() != null) {
      evidence.add("the values match its pattern");
      return 0.85;
    }
    double weight =
        switch (spec.type()) {
          case DATE, TIMESTAMP -> 0.8;
          case BOOLEAN -> 0.75;
          case DECIMAL -> column.narrowest() == DataType.DECIMAL ? 0.6 : 0.3;
          case INTEGER -> column.narrowest() == DataType.INTEGER ? 0.5 : 0.1;
          case STRING -> column.narrowest() == DataType.STRING ? 0.3 : 0.15;
        };
    if (spec.type() != DataType.STRING) {
      evidence.add("the values are " + spec.type());
      return spec.type() == DataType.DATE
          ? day(column, spec, weight)
          : ranged(column, spec, weight);
    }
    if (spec.format() != null) {
      return format(column, spec, weight, evidence);
    }
    return weight;
  }

  /** A range that the values fill says something, one of which they are a corner speaks against. */
  private static double ranged(ColumnFacts column, DataElementSpec spec, double weight) {
    if (spec.minimum() == null || spec.maximum() == null || !column.stats().numeric()) {
      return weight;
    }
    double range = spec.maximum().subtract(spec.minimum()).doubleValue();
    double most = new BigDecimal(column.stats().maximum()).subtract(spec.minimum()).doubleValue();
    return range > 0 && most / range >= FILLED ? weight + 0.1 : weight * 0.7;
  }

  /** Birthdays lie decades apart; what is reported of one day has few days in many rows. */
  private static double day(ColumnFacts column, DataElementSpec spec, double weight) {
    String said = spec.definition().zh() + " " + spec.definition().en();
    if (BIRTH.matcher(said).find()) {
      return years(column) >= GENERATION ? weight : weight - 0.3;
    }
    boolean few = column.stats().distinct().count() * 20 <= column.stats().values();
    return few && REPORTED.matcher(said).find() ? weight + 0.05 : weight;
  }

  /** How many years lie between the first and the last of the sample, by the digits of years. */
  private static int years(ColumnFacts column) {
    int first = Integer.MAX_VALUE;
    int last = 0;
    for (String value : column.sample()) {
      Matcher year = YEAR.matcher(value);
      if (year.find()) {
        int found = Integer.parseInt(year.group());
        first = Math.min(first, found);
        last = Math.max(last, found);
      }
    }
    return last == 0 ? 0 : last - first;
  }

  /** A fixed length says much, a least length that is just met something. */
  private static double format(
      ColumnFacts column, DataElementSpec spec, double weight, List<String> evidence) {
    String format = spec.format().toLowerCase(Locale.ROOT);
    boolean digits = format.startsWith("n");
    if (!format.contains("..") && column.stats().shortest() == column.stats().longest()) {
      evidence.add("the values have the format " + spec.format());
      return digits ? 0.7 : 0.55;
    }
    if (digits) {
      return 0.4;
    }
    Matcher end = MOST_LENGTH.matcher(format);
    double filled =
        end.find()
            ? Math.min(1, column.stats().longest() / (double) Integer.parseInt(end.group(1)))
            : 0;
    return weight + 0.15 * filled;
  }

  /** The share of values that are or were codes of a list. */
  private double codes(ColumnFacts column, String list) {
    long known =
        column.sample().stream().filter(v -> !codeLists.history(list, v).isEmpty()).count();
    return known / (double) column.sample().size();
  }

  /** Whether values are codes hardly by chance: long ones, or many different. */
  private static boolean telling(ColumnFacts column) {
    return column.stats().shortest() >= 3 || column.sample().size() >= 20;
  }

  /** Puts what the element is called beside what the values look like. */
  private double classed(ColumnFacts column, Known element, double weight, List<String> evidence) {
    double best = weight;
    double seenMost = 0;
    ValueClass agreed = null;
    for (Map.Entry<ValueClass, Double> seen : column.classes().entrySet()) {
      double says = seen.getKey().weight() * seen.getValue();
      seenMost = Math.max(seenMost, says);
      if (element.classes().contains(seen.getKey()) && says > best) {
        best = says;
        agreed = seen.getKey();
      }
    }
    double spoken =
        element.classes().stream()
            .filter(c -> !column.classes().containsKey(c) && c != ValueClass.YEAR)
            .mapToDouble(ValueClass::weight)
            .max()
            .orElse(0);
    if (agreed != null) {
      evidence.add("the values are " + agreed.title());
      // it speaks of something rarer as well, and the values are not that
      return spoken > agreed.weight() ? best * 0.85 : best;
    }
    DataElementSpec spec = element.definition().spec();
    boolean free =
        spec.type() == DataType.STRING && spec.check() == null && spec.codeList() == null;
    if (free && spoken >= 0.7) {
      // it speaks of telephones, say, and these are none
      return best * (1 - 0.6 * spoken);
    }
    return free && seenMost > 0.85 ? best * 0.6 : best;
  }
}
