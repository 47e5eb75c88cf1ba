package io.tongban.hub.definitions;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was applied, as it stood at one catalogue version. Immutable. */
public final class Snapshot implements DefinitionView {
  private final KindCatalogue kinds;
  private final long version;
  private final Map<String, TreeMap<String, Definition<?>>> byKind = new HashMap<>();

  /** Of the given definitions. */
  public Snapshot(KindCatalogue kinds, long version, Collection<Definition<?>> definitions) {
    this.kinds = kinds;
    this.version = version;
    for (Definition<?> definition : definitions) {
      byKind
          .computeIfAbsent(definition.kind(), k -> new TreeMap<>())
          .put(definition.name(), definition);
    }
  }

  /** The catalogue version. */
  public long version() {
    return version;
  }

  @Override
  public <T> Optional<Definition<T>> find(Class<T> spec, String name) {
    return find(new DefinitionKey(kinds.nameOf(spec), name)).map(d -> typed(d, spec));
  }

  @Override
  public <T> List<Definition<T>> all(Class<T> spec) {
    List<Definition<T>> all = new ArrayList<>();
    of(kinds.nameOf(spec)).values().forEach(definition -> all.add(typed(definition, spec)));
    return all;
  }

  /** Everything that was applied. */
  List<Definition<?>> all() {
    List<Definition<?>> all = new ArrayList<>();
    byKind.values().forEach(definitions -> all.addAll(definitions.values()));
    return all;
  }

  /** The definition of that key. */
  public Optional<Definition<?>> find(DefinitionKey key) {
    return Optional.ofNullable(of(key.kind()).get(key.name()));
  }

  /** What this has and the other has not, or has with another content. */
  public List<Definition<?>> changedSince(Snapshot other) {
    return byKind.values().stream()
        .flatMap(definitions -> definitions.values().stream())
        .filter(definition -> !sameIn(other, definition))
        .toList();
  }

  private static boolean sameIn(Snapshot other, Definition<?> definition) {
    return other
        .find(new DefinitionKey(definition.kind(), definition.name()))
        .filter(before -> before.digest().equals(definition.digest()))
        .isPresent();
  }

  private Map<String, Definition<?>> of(String kind) {
    TreeMap<String, Definition<?>> definitions = byKind.get(kind);
    return definitions == null ? Map.of() : definitions;
  }

  /** A definition as one of that spec; the catalogue's kinds make sure it is one. */
  @SuppressWarnings("unchecked")
  static <T> Definition<T> typed(Definition<?> definition, Class<T> spec) {
    if (!spec.isInstance(definition.spec())) {
      throw new ClassCastException(definition.kind() + " is not made of " + spec.getName());
    }
    return (Definition<T>) definition;
  }
}
