package io.tongban.federation.calcite;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a set of definitions declares, before it is applied: enough of each resource to compile SQL
 * against it. Items whose data element is missing are left out; the registry reports those.
 */
final class DeclaredCatalogue implements Catalogue {
  private final Map<String, Resource> byName;
  private final Map<String, Resource> bySqlName;

  DeclaredCatalogue(DefinitionView view) {
    Map<String, Definition<DataElementSpec>> elements =
        view.all(DataElementSpec.class).stream()
            .collect(Collectors.toUnmodifiableMap(Definition::name, Function.identity()));
    this.byName =
        view.all(ResourceSpec.class).stream()
            .map(definition -> resource(definition, elements))
            .collect(Collectors.toUnmodifiableMap(Resource::name, Function.identity()));
    this.bySqlName =
        byName.values().stream()
            .collect(Collectors.toMap(Resource::sqlName, Function.identity(), (a, b) -> a));
  }

  private static Resource resource(
      Definition<ResourceSpec> definition, Map<String, Definition<DataElementSpec>> elements) {
    ResourceSpec spec = definition.spec();
    List<Column> columns =
        spec.items().stream().flatMap(item -> column(item, spec, elements).stream()).toList();
    int major = spec.majorVersion() == null ? 1 : spec.majorVersion();
    boolean live = spec.live() != null;
    return new Resource(
        definition.name(),
        definition.title(),
        definition.version(),
        spec,
        columns,
        live ? spec.live().schema() : "records",
        live ? spec.live().table() : definition.name().replace('-', '_') + "_v" + major);
  }

  private static Optional<Column> column(
      ResourceSpec.Item item,
      ResourceSpec spec,
      Map<String, Definition<DataElementSpec>> elements) {
    return Optional.ofNullable(elements.get(item.element()))
        .map(
            element ->
                new Column(
                    item.name(),
                    item.element(),
                    element.spec().type(),
                    0,
                    spec.key().contains(item.name()),
                    Boolean.TRUE.equals(item.required()),
                    Boolean.TRUE.equals(element.spec().personal()),
                    item.title() == null ? element.title() : item.title()));
  }

  @Override
  public Optional<Resource> bySqlName(String sqlName) {
    return Optional.ofNullable(bySqlName.get(sqlName.toLowerCase(Locale.ROOT)));
  }

  @Override
  public Optional<Resource> byName(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public Collection<Resource> resources() {
    return byName.values();
  }
}
