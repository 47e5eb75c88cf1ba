package io.tongban.connectors.mapping;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.registry.Column;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes one item of a row. */
final class FieldMapper {
  private static final String QUARANTINE = "quarantine";
  private static final String NULL = "null";
  private final Column column;
  private final ConnectorSpec.FieldMapping field;
  private final List<UnaryOperator<String>> steps = new ArrayList<>();
  private final Set<String> nullValues;
  private final Optional<CrosswalkChain> crosswalk;
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
    this.crosswalk =
        Optional.ofNullable(field.crosswalk())
            .map(c -> new CrosswalkChain(c, context.crosswalks()));
    this.cast = new Cast(column, field.dateFormat(), field.locale(), context.zone());
  }

  /** A value (perhaps null) or a rejection. */
  Cast.Result map(Map<String, String> row) {
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
      if (found.value() == null && QUARANTINE.equals(field.crosswalk().onMiss())) {
        return miss(found.outcome());
      }
      text = found.value();
    }
    return checked(row, text);
  }

  private Cast.Result checked(Map<String, String> row, String text) {
    Optional<LocalDate> on = day.apply(row);
    if (field.codeList() != null) {
      if (on.isEmpty()) {
        counts.add(column.name(), "none");
        return no(
            "not-a-date",
            "the day in column \""
                + field.codeList().on()
                + "\" on which the code must hold"
                + " cannot be read");
      }
      CodeVerdict verdict = verdict(text, on.get());
      counts.add(column.name(), verdict.outcome());
      if (verdict.none()) {
        return NULL.equals(field.codeList().missing())
            ? required(null)
            : no("no-code", verdict.message());
      }
    }
    if (text == null) {
      return required(null);
    }
    Cast.Result result = cast.cast(text);
    return result.rejection() == null ? ruled(result.value(), on) : result;
  }

  private CodeVerdict verdict(String text, LocalDate on) {
    String list = field.codeList().list();
    return text == null
        ? CodeVerdict.blank(list)
        : CodeVerdict.of(context.codeLists(), list, text, on, context.today());
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
    return field.value() != null ? field.value() : row.get(field.from());
  }

  /** After the steps; null if that is no value. */
  private String normal(String raw) {
    if (raw == null) {
      return null;
    }
    String text = raw;
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
}
