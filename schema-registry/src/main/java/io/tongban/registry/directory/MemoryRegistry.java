package io.tongban.registry.directory;

import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.registry.CodeLists;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.elements.ElementRule;
import io.tongban.registry.naming.SqlNames;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A snapshot of what is registered, remade at the first question after the catalogue version
 * changed. The version decides, not an event, so that nobody who reacts to a change sees the
 * registry of before it.
 */
@ApplicationScoped
class MemoryRegistry implements Registry {
  private final Definitions definitions;
  private final CodeLists codeLists;
  private volatile Snapshot snapshot;

  private record Snapshot(
      long version,
      List<Resource> resources,
      Map<String, Resource> byName,
      Map<String, Resource> bySqlName,
      Map<String, Definition<DataElementSpec>> elements,
      Map<String, ElementRule> rules) {}

  @Inject
  MemoryRegistry(Definitions definitions, CodeLists codeLists) {
    this.definitions = definitions;
    this.codeLists = codeLists;
  }

  @Override
  public Optional<Resource> resource(String name) {
    return Optional.ofNullable(current().byName().get(name));
  }

  @Override
  public Optional<Resource> resourceBySqlName(String sqlName) {
    return Optional.ofNullable(current().bySqlName().get(sqlName.toLowerCase(Locale.ROOT)));
  }

  @Override
  public List<Resource> resources() {
    return current().resources();
  }

  @Override
  public Optional<Definition<DataElementSpec>> element(String name) {
    return Optional.ofNullable(current().elements().get(name));
  }

  @Override
  public List<Definition<DataElementSpec>> elements() {
    return List.copyOf(current().elements().values());
  }

  @Override
  public Optional<String> violation(Column column, Object value, LocalDate on) {
    if (value == null) {
      return column.required() ? Optional.of("has no value") : Optional.empty();
    }
    ElementRule rule = current().rules().get(column.element());
    return rule == null
        ? Optional.of("has no data element \"" + column.element() + "\"")
        : rule.violation(value, on, codeLists);
  }

  @Override
  public Optional<String> formFault(String element, Object value) {
    ElementRule rule = current().rules().get(element);
    return rule == null ? Optional.of("has no data element \"" + element + "\"") : rule.form(value);
  }

  @Override
  public int decimals(String element) {
    ElementRule rule = current().rules().get(element);
    return rule == null ? 0 : rule.decimals();
  }

  @Override
  public Optional<String> nameFault(String name) {
    return SqlNames.fault(name);
  }

  private Snapshot current() {
    long version = definitions.version();
    Snapshot known = snapshot;
    return known != null && known.version() == version ? known : remake(version);
  }

  private synchronized Snapshot remake(long version) {
    if (snapshot == null || snapshot.version() != version) {
      snapshot = read(version);
    }
    return snapshot;
  }

  private Snapshot read(long version) {
    Map<String, Resource> byName = new TreeMap<>();
    Map<String, Resource> bySqlName = new HashMap<>();
    for (Definition<ResourceSpec> definition : definitions.all(ResourceSpec.class)) {
      Binding.of(definition, definitions)
          .map(Binding::resource)
          .ifPresent(
              resource -> {
                byName.put(resource.name(), resource);
                bySqlName.put(resource.sqlName(), resource);
              });
    }
    Map<String, Definition<DataElementSpec>> elements = new TreeMap<>();
    Map<String, ElementRule> rules = new HashMap<>();
    for (Definition<DataElementSpec> element : definitions.all(DataElementSpec.class)) {
      elements.put(element.name(), element);
      rules.put(element.name(), ElementRule.of(element.spec()));
    }
    return new Snapshot(version, List.copyOf(byName.values()), byName, bySqlName, elements, rules);
  }
}
