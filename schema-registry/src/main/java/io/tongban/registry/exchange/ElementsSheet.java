package io.tongban.registry.exchange;

import io.tongban.hub.Definition;
import io.tongban.registry.CsvText;
import io.tongban.registry.DataElementSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Data elements as a sheet: the columns of GB/T 19488.1. */
final class ElementsSheet {
  private record Column(String name, Function<Definition<DataElementSpec>, Object> value) {}

  private static Column of(String name, Function<DataElementSpec, Object> value) {
    return new Column(name, definition -> value.apply(definition.spec()));
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("name", Definition::name),
          of("identifier", DataElementSpec::identifier),
          new Column("title_zh", definition -> definition.title().zh()),
          new Column("title_en", definition -> definition.title().en()),
          of("pinyin", DataElementSpec::pinyin),
          of("synonyms", spec -> joined(spec.synonyms())),
          of("definition_zh", spec -> spec.definition().zh()),
          of("definition_en", spec -> spec.definition().en()),
          of("object_class", DataElementSpec::objectClass),
          of("property", DataElementSpec::property),
          of("representation", DataElementSpec::representation),
          of("type", DataElementSpec::type),
          of("format", DataElementSpec::format),
          of("pattern", DataElementSpec::pattern),
          of("minimum", DataElementSpec::minimum),
          of("maximum", DataElementSpec::maximum),
          of("code_list", DataElementSpec::codeList),
          of("unit", DataElementSpec::unit),
          of("personal", DataElementSpec::personal),
          of("status", spec -> Objects.requireNonNullElse(spec.status(), "standard")),
          of("registration_authority", DataElementSpec::registrationAuthority),
          of("submitting_organisation", DataElementSpec::submittingOrganisation),
          of("approved", DataElementSpec::approved));

  private ElementsSheet() {}

  private static String joined(List<String> texts) {
    return texts == null ? null : String.join(";", texts);
  }

  static String csv(List<Definition<DataElementSpec>> elements) {
    StringBuilder text = new StringBuilder();
    text.append(CsvText.line(COLUMNS.stream().map(Column::name).toList()));
    for (Definition<DataElementSpec> element : elements) {
      List<Object> cells = new ArrayList<>(); // with nulls
      COLUMNS.forEach(column -> cells.add(column.value().apply(element)));
      text.append(CsvText.line(cells));
    }
    return text.toString();
  }
}
