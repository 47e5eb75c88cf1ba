package io.tongban.connectors.mapping;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.format.RawRow;
import io.tongban.registry.Column;
import io.tongban.registry.Resource;
import io.tongban.registry.StandardRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes standard records of rows as a connector's mapping says. For one run; not thread-safe. */
public final class RowMapper {
  private final Resource resource;
  private final ConnectorSpec spec;
  private final MappingContext context;
  private final LookupCounts counts = new LookupCounts();
  private final List<Optional<FieldMapper>> fields = new ArrayList<>();

  /** Reads the crosswalk tables. */
  public RowMapper(Resource resource, ConnectorSpec spec, MappingContext context) {
    this.resource = resource;
    this.spec = spec;
    this.context = context;
    for (Column column : resource.columns()) {
      fields.add(
          find(column).map(field -> new FieldMapper(column, field, day(field), context, counts)));
    }
  }

  private Optional<ConnectorSpec.FieldMapping> find(Column column) {
    return spec.fields().stream().filter(f -> f.item().equals(column.name())).findFirst();
  }

  /** The day on which a code must hold: a column's, read as the item that has it is, or today. */
  private Function<Map<String, String>, Optional<LocalDate>> day(ConnectorSpec.FieldMapping field) {
    String from = on(field);
    if (from == null) {
      return row -> Optional.of(context.today());
    }
    Optional<ConnectorSpec.FieldMapping> same =
        spec.fields().stream()
            .filter(f -> from.equals(f.from()) && f.dateFormat() != null)
            .findFirst();
    Cast cast =
        new Cast(
            new Column(from, null, io.tongban.registry.DataType.DATE, 0, false, false, false, null),
            same.map(ConnectorSpec.FieldMapping::dateFormat).orElse(null),
            same.map(ConnectorSpec.FieldMapping::locale).orElse(null),
            context.zone());
    return row ->
        Optional.ofNullable(row.get(from)).map(text -> (LocalDate) cast.cast(text).value());
  }

  private static String on(ConnectorSpec.FieldMapping field) {
    if (field.codeList() != null && field.codeList().on() != null) {
      return field.codeList().on();
    }
    return field.division() == null ? null : field.division().on();
  }

  /**
   * How one item of a row was made.
   *
   * @param before what the row holds for it, or null
   * @param after the value as text, empty for none
   * @param rejection why it is refused, or null
   * @param candidates what a text that a crosswalk does not know can mean
   */
  public record Trace(
      String item,
      String before,
      String after,
      Rejection rejection,
      List<FuzzyNames.Suggestion> candidates) {}

  /** How each mapped item of a row is made, for people to look at. */
  public List<Trace> trace(RawRow row) {
    List<Trace> traces = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      String item = resource.columns().get(i).name();
      fields
          .get(i)
          .ifPresent(
              field -> {
                Cast.Result result = field.map(row.values());
                traces.add(
                    new Trace(
                        item,
                        field.before(row.values()),
                        text(result.value()),
                        result.rejection(),
                        field.candidates(row.values())));
              });
    }
    return traces;
  }

  /** Maps a row; every item is tried, so that look-ups are counted, and the first fault told. */
  public Mapped map(RawRow row) {
    List<Object> values = new ArrayList<>(fields.size());
    Rejection first = null;
    for (int i = 0; i < fields.size(); i++) {
      Cast.Result result = value(i, row);
      values.add(result.value());
      first = first == null ? result.rejection() : first;
    }
    return first == null
        ? new Mapped.Accepted(new StandardRecord(key(values), values, row.number(), row.hash()))
        : new Mapped.Rejected(first);
  }

  private Cast.Result value(int index, RawRow row) {
    return fields
        .get(index)
        .map(field -> field.map(row.values()))
        .orElseGet(() -> unmapped(resource.columns().get(index)));
  }

  private static Cast.Result unmapped(Column column) {
    return column.required() || column.key()
        ? new Cast.Result(
            null,
            new Rejection(
                "required", column.name(), "no field of the mapping fills this required item"))
        : new Cast.Result(null, null);
  }

  /** Key values in the order the resource's key names them. */
  private String key(List<Object> values) {
    List<String> parts = new ArrayList<>();
    for (String item : resource.spec().key()) {
      for (int i = 0; i < values.size(); i++) {
        if (resource.columns().get(i).name().equals(item)) {
          parts.add(text(values.get(i)));
        }
      }
    }
    return String.join("|", parts);
  }

  /** A value as text: ISO 8601 for days and times, plain digits for numbers, empty for null. */
  public static String text(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  /** The source columns that mapping and look-ups read. */
  public static Set<String> columns(ConnectorSpec spec) {
    Set<String> columns = new LinkedHashSet<>(new RowFilter(spec.where()).fields());
    spec.fields().forEach(field -> columns.addAll(field.columns()));
    if (spec.survivorship() != null && spec.survivorship().by() != null) {
      columns.add(spec.survivorship().by());
    }
    return columns;
  }

  /** How look-ups ended so far. */
  public LookupCounts lookups() {
    return counts;
  }
}
