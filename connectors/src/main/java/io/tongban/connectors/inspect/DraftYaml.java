package io.tongban.connectors.inspect;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.Inspections.ColumnProfile;
import io.tongban.connectors.Inspections.ElementCandidate;
import io.tongban.hub.Definition;
import io.tongban.hub.DepartmentSpec;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.Pinyin;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes definitions that connect what was inspected: a Source where none was named, a Connector,
 * and where no Resource was named a Resource with new data elements for what nothing fits. For
 * people to edit; no value of the source stands in it.
 */
final class DraftYaml {
  /** A candidate below this is offered in a comment only. */
  private static final double TAKEN = 0.45;

  private final Registry registry;
  private final List<Definition<DepartmentSpec>> departments;
  private final StringBuilder yaml = new StringBuilder();

  DraftYaml(Registry registry, List<Definition<DepartmentSpec>> departments) {
    this.registry = registry;
    this.departments = departments;
  }

  /** A column that fills an item of an element. */
  private record Item(String name, ColumnProfile column, String element, DataElementSpec known) {}

  String draft(
      String name,
      ConnectorSpec.Input input,
      Optional<SourceBytes.Found> found,
      Optional<Resource> resource,
      List<ColumnProfile> columns) {
    String stem = kebab(name.replaceAll("\\.[A-Za-z0-9]{1,5}$", ""));
    String department =
        found
            .map(f -> f.source().spec().department())
            .or(() -> resource.map(r -> r.spec().provider()))
            .or(() -> departments.stream().map(Definition::name).findFirst())
            .orElse("your-department");
    String source = found.map(f -> f.source().name()).orElse(stem + "-drop");
    line("# Drafted from what was seen of %s.", quoted(name));
    line("# Read it, correct it, then: tongban apply --dry-run -f FILE");
    if (found.isEmpty()) {
      source(source, department, stem);
    }
    List<Item> items = resource.map(r -> items(r, columns)).orElseGet(() -> items(columns));
    if (resource.isEmpty()) {
      elements(items);
      resource(stem, department, items);
    }
    connector(stem, source, resource.map(Resource::name).orElse(stem), name, input, found, items);
    unused(items, columns);
    return yaml.toString();
  }

  private void source(String source, String department, String stem) {
    begin("Source", source);
    line("spec:");
    line("  department: %s # who the data is of", department);
    line("  file: {directory: drop/%s}", stem);
  }

  /** For each item of a resource the column that fits best; each column once. */
  private List<Item> items(Resource resource, List<ColumnProfile> columns) {
    record Fit(Column item, ColumnProfile column, double score) {}
    List<Fit> fits = new ArrayList<>();
    for (Column item : resource.columns()) {
      for (ColumnProfile column : columns) {
        double name =
            Names.meaningless(column.name())
                ? 0
                : Math.max(
                    Names.compare(column.name(), item.name()).score(),
                    Math.max(
                        Names.compare(column.name(), item.title().zh()).score(),
                        Names.compare(column.name(), item.title().en()).score()));
        double element =
            column.candidates().stream()
                .filter(c -> c.element().equals(item.element()))
                .mapToDouble(ElementCandidate::score)
                .findFirst()
                .orElse(0);
        fits.add(new Fit(item, column, Math.max(element, (name + element) / 2)));
      }
    }
    fits.sort((a, b) -> Double.compare(b.score(), a.score()));
    Map<String, Item> taken = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    for (Fit fit : fits) {
      if (fit.score() >= TAKEN / 2
          && !taken.containsKey(fit.item().name())
          && used.add(fit.column().name())) {
        DataElementSpec known = spec(fit.item().element());
        taken.put(
            fit.item().name(),
            new Item(fit.item().name(), fit.column(), fit.item().element(), known));
      }
    }
    List<Item> items = new ArrayList<>();
    for (Column item : resource.columns()) {
      Item found = taken.get(item.name());
      items.add(found == null ? new Item(item.name(), null, item.element(), null) : found);
    }
    return items;
  }

  private DataElementSpec spec(String element) {
    return registry.element(element).map(Definition::spec).orElse(null);
  }

  /** An item for each column. */
  private List<Item> items(List<ColumnProfile> columns) {
    List<Item> items = new ArrayList<>();
    Set<String> used = new HashSet<>();
    int number = 0;
    for (ColumnProfile column : columns) {
      number++;
      String name = sqlName(column.name(), number);
      for (int n = 2; !used.add(name); n++) {
        name = sqlName(column.name(), number) + "_" + n;
      }
      Optional<String> best =
          column.candidates().stream()
              .filter(c -> c.score() >= TAKEN)
              .map(ElementCandidate::element)
              .findFirst();
      items.add(new Item(name, column, best.orElse(null), best.map(this::spec).orElse(null)));
    }
    return items;
  }

  private void elements(List<Item> items) {
    for (Item item : items) {
      if (item.element() == null) {
        begin("DataElement", element(item));
        line("spec:");
        line("  # what nothing known fits; say what it means");
        line(
            "  definition: {zh: %s, en: %s}",
            quoted(item.column().name()), quoted(item.column().name()));
        line("  type: %s", item.column().type());
        if (item.column().type().equals(DataType.STRING.name())) {
          line("  format: an..%d", Math.max(20, item.column().longest() * 2));
        }
        if (item.column().personal()) {
          line("  personal: true");
        }
        line("  status: draft");
      }
    }
  }

  private static String element(Item item) {
    return item.element() == null ? kebab("new-" + item.name()) : item.element();
  }

  private void resource(String stem, String department, List<Item> items) {
    begin("Resource", stem);
    line("spec:");
    line("  provider: %s", department);
    line("  sharing: CONDITIONAL # UNCONDITIONAL, CONDITIONAL or NOT_SHARED");
    line("  items:");
    for (Item item : items) {
      line("    - {name: %s, element: %s}%s", item.name(), element(item), why(item));
    }
    String key =
        items.stream()
            .filter(i -> i.column().key() && !i.column().type().equals("DECIMAL"))
            .map(Item::name)
            .findFirst()
            .orElse(items.isEmpty() ? "id" : items.get(0).name());
    boolean sure = items.stream().anyMatch(i -> i.name().equals(key) && i.column().key());
    line(
        "  key: [%s]%s",
        key, sure ? "" : " # no column has a value of its own in every row: name several");
  }

  private static String why(Item item) {
    List<ElementCandidate> candidates =
        item.column() == null ? List.of() : item.column().candidates();
    if (candidates.isEmpty()) {
      return "";
    }
    List<String> told = new ArrayList<>();
    for (ElementCandidate candidate : candidates) {
      told.add(
          "%s %.2f%s"
              .formatted(
                  candidate.element(),
                  candidate.score(),
                  candidate.evidence().isEmpty() || !told.isEmpty()
                      ? ""
                      : " (" + String.join("; ", candidate.evidence()) + ")"));
    }
    return " # " + String.join(", ", told).replaceAll("[\\p{Cntrl}]", " ");
  }

  private void connector(
      String stem,
      String source,
      String resource,
      String name,
      ConnectorSpec.Input input,
      Optional<SourceBytes.Found> found,
      List<Item> items) {
    begin("Connector", stem + "-load");
    line("spec:");
    line("  source: %s", source);
    line("  resource: %s", resource);
    line("  input: {%s}", String.join(", ", input(name, input, found)));
    line("  mode: full");
    line("  fields:");
    for (Item item : items) {
      if (item.column() == null) {
        line("    # {item: %s, from: …} # no column fits %s", item.name(), item.element());
      } else {
        line("    - {%s}%s", String.join(", ", field(item)), why(item));
      }
    }
  }

  private static List<String> input(
      String name, ConnectorSpec.Input input, Optional<SourceBytes.Found> found) {
    List<String> parts = new ArrayList<>();
    parts.add("format: " + input.format());
    if (found.map(f -> f.source().spec().jdbc() != null).orElse(false)) {
      parts.add("query: " + quoted("SELECT * FROM " + name));
    } else if (found.map(f -> f.source().spec().http() != null).orElse(false)) {
      parts.add("path: " + quoted(name));
    } else {
      parts.add("file: " + quoted(name.replaceAll("[\\[\\]{}*?]", "?")));
    }
    add(parts, "encoding", input.encoding());
    add(parts, "delimiter", input.delimiter());
    add(parts, "quote", input.quote());
    add(parts, "records", input.records());
    return parts;
  }

  private static void add(List<String> parts, String name, String value) {
    if (value != null) {
      parts.add(name + ": " + quoted(value));
    }
  }

  private static List<String> field(Item item) {
    ColumnProfile column = item.column();
    List<String> parts = new ArrayList<>();
    parts.add("item: " + item.name());
    parts.add("from: " + quoted(column.name()));
    DataType type = item.known() == null ? DataType.valueOf(column.type()) : item.known().type();
    boolean id = item.known() != null && "gb11643".equals(item.known().check());
    parts.add("steps: [trim" + (id ? ", upper, id-18" : "") + "]");
    if (column.dateFormat() != null && (type == DataType.DATE || type == DataType.TIMESTAMP)) {
      parts.add("dateFormat: " + quoted(column.dateFormat()));
    }
    if (item.known() != null && item.known().codeList() != null) {
      parts.add("codeList: {list: " + item.known().codeList() + "}");
    }
    return parts;
  }

  private void unused(List<Item> items, List<ColumnProfile> columns) {
    Set<String> used = new HashSet<>();
    items.stream().filter(i -> i.column() != null).forEach(i -> used.add(i.column().name()));
    List<String> left =
        columns.stream().map(ColumnProfile::name).filter(n -> !used.contains(n)).toList();
    if (!left.isEmpty()) {
      line("# not used: %s", quoted(String.join(", ", left)));
    }
  }

  private void begin(String kind, String name) {
    if (yaml.indexOf("kind:") >= 0) {
      line("---");
    }
    line("apiVersion: tongban.io/v1");
    line("kind: %s", kind);
    line("metadata: {name: %s}", name);
  }

  private void line(String format, Object... values) {
    yaml.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }

  /** A name as definitions have it; Chinese ones by their pinyin. */
  static String kebab(String text) {
    String plain = latin(text, '-').replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String cut = plain.length() > 50 ? plain.substring(0, 50).replaceAll("-+$", "") : plain;
    return cut.isEmpty() || !Character.isLetter(cut.charAt(0))
        ? ("d-" + cut).replaceAll("-+$", "")
        : cut;
  }

  private String sqlName(String column, int number) {
    String plain =
        latin(column.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_"), '_')
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    String cut = plain.length() > 40 ? plain.substring(0, 40).replaceAll("_+$", "") : plain;
    if (cut.isEmpty() || !Character.isLetter(cut.charAt(0))) {
      cut = "c" + number + (cut.isEmpty() ? "" : "_" + cut);
    }
    return registry.nameFault(cut).isPresent() ? cut + "_value" : cut;
  }

  private static String latin(String text, char between) {
    StringBuilder latin = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      String one = text.substring(i, i + 1);
      List<String> syllables = Pinyin.syllables(one);
      latin.append(syllables.isEmpty() ? one : between + syllables.get(0) + between);
    }
    return latin.toString().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
