package io.tongban.connectors.mapping;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.registry.Code;
import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Makes one item of a row. */
final class FieldMapper {
  private static final String QUARANTINE = "quarantine";
  private static final String NULL = "null";
  private static final int SUGGESTED = 3;

  /** Of a degree: 0.1 mm. */
  private static final int DEGREE_DECIMALS = 9;

  private final Column column;
  private final ConnectorSpec.FieldMapping field;
  private final List<UnaryOperator<String>> steps = new ArrayList<>();
  private final Set<String> nullValues;
  private final Optional<TextSplit> split;
  private final Optional<CrosswalkChain> crosswalk;
  private final Optional<NumberText> numbers;
  private final Cast cast;
  private final Function<Map<String, String>, Optional<LocalDate>> day;
  private final MappingContext context;
  private final LookupCounts counts;

  /**
   * @param day reads the day on which codes must hold from a row; nothing if it cannot be read
   */
  FieldMapper(
      Column column,
      ConnectorSpec.FieldMapping field,
      Function<Map<String, String>, Optional<LocalDate>> day,
      MappingContext context,
      LookupCounts counts) {
    this.column = column;
    this.field = field;
    this.day = day;
    this.context = context;
    this.counts = counts;
    if (field.steps() != null) {
      field.steps().forEach(name -> TextStep.find(name).ifPresent(steps::add));
    }
    this.nullValues = field.nullValues() == null ? Set.of() : Set.copyOf(field.nullValues());
    this.split = Optional.ofNullable(field.split()).map(TextSplit::new);
    this.crosswalk =
        Optional.ofNullable(field.crosswalk())
            .map(c -> new CrosswalkChain(c, context.crosswalks()));
    this.numbers = numbers(field);
    this.cast = new Cast(column, field.dateFormat(), field.locale(), context.zone());
  }

  private static Optional<NumberText> numbers(ConnectorSpec.FieldMapping field) {
    if (field.numberFormat() != null) {
      return Optional.of(new NumberText(field.numberFormat()));
    }
    return field.unit() == null
        ? Optional.empty()
        : Optional.of(new NumberText(new ConnectorSpec.NumberFormat(null, null, null, null)));
  }

  /** A value (perhaps null) or a rejection. */
  Cast.Result map(Map<String, String> row) {
    if (field.coordinate() != null) {
      return degrees(row);
    }
    if (field.division() != null) {
      return division(row);
    }
    String text = withDefault(normal(raw(row)));
    if (field.codes() != null && text != null) {
      String code = field.codes().get(text);
      if (code == null) {
        return no(
            "unknown-code",
            "the source's code is not in the mapping's translation; add it under codes");
      }
      text = code;
    }
    if (crosswalk.isPresent()) {
      CrosswalkChain.Result found = crosswalk.get().resolve(text);
      counts.add(column.name(), found.outcome());
      if (found.crosswalk() != null) {
        counts.unmatched(found.crosswalk(), found.key());
      }
      if (found.value() == null && QUARANTINE.equals(field.crosswalk().onMiss())) {
        return miss(found.outcome());
      }
      text = found.value();
    }
    return checked(row, text);
  }

  private Cast.Result checked(Map<String, String> row, String text) {
    Optional<LocalDate> on = day.apply(row);
    if (field.codeList() == null) {
      return valued(text, on);
    }
    if (on.isEmpty()) {
      return noDay(field.codeList().on());
    }
    CodeVerdict verdict = verdict(text, on.get());
    counts.add(column.name(), verdict.outcome());
    if (verdict.ambiguous()) {
      return no("code-ambiguous", verdict.message());
    }
    if (verdict.none()) {
      return NULL.equals(field.codeList().missing())
          ? required(null)
          : no("no-code", verdict.message());
    }
    return valued(verdict.code() == null ? text : verdict.code(), on);
  }

  private Cast.Result noDay(String from) {
    counts.add(column.name(), "none");
    return no(
        "not-a-date",
        "the day in column \"" + from + "\" on which the code must hold cannot be read");
  }

  private Cast.Result valued(String text, Optional<LocalDate> on) {
    if (text == null) {
      return required(null);
    }
    String plain = text;
    if (numbers.isPresent()) {
      Optional<BigDecimal> number = numbers.get().parse(text).map(this::converted);
      if (number.isEmpty()) {
        return no(
            column.type() == DataType.INTEGER ? "not-an-integer" : "not-a-number",
            "the text is not a number as numberFormat declares it");
      }
      plain = number.get().toPlainString();
    }
    Cast.Result result = cast.cast(plain);
    return result.rejection() == null ? ruled(result.value(), on) : result;
  }

  private BigDecimal converted(BigDecimal number) {
    return field.unit() == null
        ? number
        : Units.convert(number, field.unit().from(), field.unit().to(), decimals())
            .orElseThrow(() -> new IllegalStateException("units were checked when applied"));
  }

  /** Decimals that the item takes. */
  private int decimals() {
    return context.registry().decimals(column.element());
  }

  /** The code of a division by its names. */
  private Cast.Result division(Map<String, String> row) {
    ConnectorSpec.Division division = field.division();
    Optional<LocalDate> on = day.apply(row);
    if (on.isEmpty()) {
      return noDay(division.on());
    }
    List<String> path = path(row);
    if (path.isEmpty()) {
      counts.add(column.name(), "blank");
      return NULL.equals(division.missing())
          ? required(null)
          : no("division-unknown", "the row names no division; have the source supply its name");
    }
    List<Code> found = context.crosswalks().divisions(division.list()).find(path, on.get());
    if (found.size() == 1) {
      counts.add(column.name(), "resolved");
      return valued(found.get(0).code(), on);
    }
    counts.add(column.name(), found.isEmpty() ? "unknown" : "ambiguous");
    if (!found.isEmpty()) {
      return no(
          "division-ambiguous",
          "the names mean several divisions: %s; name what is above them, or use a crosswalk"
              .formatted(found.stream().map(FieldMapper::told).collect(Collectors.joining(", "))));
    }
    return NULL.equals(division.missing())
        ? required(null)
        : no(
            "division-unknown",
            "list %s has no division of these names on %s; use a crosswalk for the spelling"
                .formatted(division.list(), on.get()));
  }

  private static String told(Code code) {
    return code.code() + " " + String.join("", code.parents()) + code.label().zh();
  }

  private List<String> path(Map<String, String> row) {
    List<String> path = new ArrayList<>();
    for (String name : field.division().columns()) {
      String text = normal(row.get(name));
      if (text != null) {
        path.add(TextStep.trim(text));
      }
    }
    return path;
  }

  /** A longitude or latitude in another system; both must be there. */
  private Cast.Result degrees(Map<String, String> row) {
    ConnectorSpec.Coordinate wanted = field.coordinate();
    String longitude = normal(row.get(wanted.longitude()));
    String latitude = normal(row.get(wanted.latitude()));
    if (longitude == null || latitude == null) {
      return required(null);
    }
    Optional<Geodesy.Point> point = point(longitude, latitude);
    if (point.isEmpty()) {
      return no(
          "not-a-coordinate",
          "longitude and latitude are not decimal degrees within 180 and 90; are they exchanged?");
    }
    Geodesy.Point converted = Geodesy.convert(point.get(), wanted.from(), wanted.to());
    double degrees =
        "latitude".equals(wanted.take()) ? converted.latitude() : converted.longitude();
    BigDecimal rounded =
        BigDecimal.valueOf(degrees)
            .setScale(Math.min(DEGREE_DECIMALS, decimals()), RoundingMode.HALF_UP);
    return valued(rounded.toPlainString(), Optional.of(context.today()));
  }

  private static Optional<Geodesy.Point> point(String longitude, String latitude) {
    try {
      Geodesy.Point point =
          new Geodesy.Point(
              new BigDecimal(TextStep.trim(longitude)).doubleValue(),
              new BigDecimal(TextStep.trim(latitude)).doubleValue());
      return point.sound() ? Optional.of(point) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private CodeVerdict verdict(String text, LocalDate on) {
    ConnectorSpec.CodeCheck check = field.codeList();
    if (text == null) {
      return CodeVerdict.blank(check.list());
    }
    return check.successor() == null
        ? CodeVerdict.of(context.codeLists(), check.list(), text, on, context.today())
        : CodeVerdict.following(context.codeLists(), check.list(), text, on, context.today());
  }

  private Cast.Result ruled(Object value, Optional<LocalDate> on) {
    Optional<String> violation =
        context.registry().violation(column, value, on.orElse(context.today()));
    return violation.isPresent()
        ? no("quality-rule", violation.get())
        : new Cast.Result(value, null);
  }

  private Cast.Result required(Object value) {
    if (column.key() || column.required()) {
      return no(
          column.key() ? "key-missing" : "required",
          "the item must have a value; have the source department supply it");
    }
    return new Cast.Result(value, null);
  }

  private String raw(Map<String, String> row) {
    if (field.join() != null) {
      String separator = field.join().separator() == null ? " " : field.join().separator();
      return field.join().columns().stream()
          .map(row::get)
          .filter(text -> text != null && !TextStep.trim(text).isEmpty())
          .map(TextStep::trim)
          .collect(Collectors.joining(separator));
    }
    return field.value() != null ? field.value() : row.get(field.from());
  }

  /** After split and steps; null if that is no value. */
  private String normal(String raw) {
    String text = raw == null || split.isEmpty() ? raw : split.get().part(raw);
    if (text == null) {
      return null;
    }
    for (UnaryOperator<String> step : steps) {
      text = step.apply(text);
    }
    String trimmed = TextStep.trim(text);
    return trimmed.isEmpty() || nullValues.contains(text) || nullValues.contains(trimmed)
        ? null
        : text;
  }

  private String withDefault(String text) {
    return text == null ? field.defaultValue() : text;
  }

  private Cast.Result miss(String outcome) {
    return no(
        "crosswalk-" + outcome,
        switch (outcome) {
          case "blank" -> "the source column is blank, so nothing can be looked up";
          case "unknown" -> "the crosswalk's first table does not know the text; add its spelling";
          default -> "a later table of the crosswalk does not know the key; add it there";
        });
  }

  private Cast.Result no(String reason, String message) {
    return new Cast.Result(null, new Rejection(reason, column.name(), message));
  }

  /** What the row holds for this item, before anything is done to it; null for nothing. */
  String before(Map<String, String> row) {
    if (field.join() != null || (field.from() != null || field.value() != null)) {
      return raw(row);
    }
    return field.columns().stream()
        .map(row::get)
        .filter(text -> text != null && !text.isEmpty())
        .collect(Collectors.joining(" / "));
  }

  /** What a text that a confirmed crosswalk does not know can mean, best first; else nothing. */
  List<FuzzyNames.Suggestion> candidates(Map<String, String> row) {
    if (crosswalk.isEmpty()) {
      return List.of();
    }
    String text = withDefault(normal(raw(row)));
    CrosswalkChain.Result found =
        crosswalk.get().resolve(field.codes() == null ? text : field.codes().get(text));
    return found.crosswalk() == null
        ? List.of()
        : context.crosswalks().names(found.crosswalk()).suggest(found.key(), SUGGESTED);
  }
}
