package io.tongban.registry.directory;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.elements.ElementRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resource bound to its data elements.
 *
 * @param resource as the hub uses it
 * @param table its table; what a stored one would have, for a live one
 */
public record Binding(Resource resource, RecordTable table) {

  /** Binds a resource; nothing if a data element is missing or unreadable. */
  public static Optional<Binding> of(Definition<ResourceSpec> definition, DefinitionView view) {
    Map<String, ElementRule> rules = new HashMap<>();
    ResourceSpec spec = definition.spec();
    List<Column> columns = new ArrayList<>();
    List<RecordTable.Field> fields = new ArrayList<>();
    for (ResourceSpec.Item item : spec.items()) {
      Definition<DataElementSpec> element =
          view.find(DataElementSpec.class, item.element()).orElse(null);
      if (element == null) {
        return Optional.empty();
      }
      try {
        ElementRule rule =
            rules.computeIfAbsent(item.element(), name -> ElementRule.of(element.spec()));
        Column column = column(spec, item, element, rule);
        columns.add(column);
        fields.add(
            new RecordTable.Field(column.name(), column.type(), rule.decimals(), column.key()));
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // the element's own check reports it
      }
    }
    return Optional.of(bound(definition, columns, fields));
  }

  private static Binding bound(
      Definition<ResourceSpec> definition, List<Column> columns, List<RecordTable.Field> fields) {
    ResourceSpec spec = definition.spec();
    int major = majorVersion(spec);
    String table = definition.name().replace('-', '_') + "_v" + major;
    boolean live = spec.live() != null;
    Resource resource =
        new Resource(
            definition.name(),
            definition.title(),
            definition.version(),
            spec,
            columns,
            live ? spec.live().schema() : RecordTable.SCHEMA,
            live ? spec.live().table() : table);
    return new Binding(
        resource, new RecordTable(table, definition.name(), major, fields, indexes(spec)));
  }

  private static Column column(
      ResourceSpec spec,
      ResourceSpec.Item item,
      Definition<DataElementSpec> element,
      ElementRule rule) {
    boolean key = spec.key().contains(item.name());
    return new Column(
        item.name(),
        item.element(),
        element.spec().type(),
        rule.length(),
        key,
        key || Boolean.TRUE.equals(item.required()),
        Boolean.TRUE.equals(element.spec().personal()),
        item.title() == null ? element.title() : item.title());
  }

  private static List<List<String>> indexes(ResourceSpec spec) {
    Set<List<String>> indexes = new LinkedHashSet<>();
    indexes.add(List.copyOf(spec.key()));
    if (spec.indexed() != null) {
      spec.indexed().forEach(item -> indexes.add(List.of(item)));
    }
    return List.copyOf(indexes);
  }

  /** The declared major version, 1 where none is. */
  public static int majorVersion(ResourceSpec spec) {
    return spec.majorVersion() == null ? 1 : spec.majorVersion();
  }
}
