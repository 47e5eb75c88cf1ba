package io.tongban.hub.definitions;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The set that is being applied over what is already applied. It notices what a check looks up:
 * that is what a definition rests on; and where something is looked up whose document is broken,
 * what the check then finds may be only a consequence.
 */
public final class SetView implements DefinitionView {
  private final KindCatalogue kinds;
  private final Snapshot applied;
  private final Map<DefinitionKey, Definition<?>> declared = new TreeMap<>();
  private final Set<DefinitionKey> broken;
  private final boolean unread;
  private final Set<DefinitionKey> looked = new HashSet<>();
  private boolean restsOnBroken;

  SetView(KindCatalogue kinds, Snapshot applied, DefinitionSet set) {
    this.kinds = kinds;
    this.applied = applied;
    set.declared().forEach(d -> declared.put(d.key(), d.definition()));
    this.broken = set.broken();
    this.unread = set.unread();
  }

  /** Forgets what was noticed. */
  void begin() {
    restsOnBroken = false;
    looked.clear();
  }

  /** What was looked up by name since {@link #begin()}, whether it is there or not. */
  Set<DefinitionKey> looked() {
    return looked;
  }

  /** Whether something broken was looked for since {@link #begin()}. */
  boolean restsOnBroken() {
    return restsOnBroken;
  }

  @Override
  public <T> Optional<Definition<T>> find(Class<T> spec, String name) {
    if (name == null) {
      return Optional.empty();
    }
    DefinitionKey key = new DefinitionKey(kinds.nameOf(spec), name);
    looked.add(key);
    Definition<?> here = declared.get(key);
    Optional<Definition<T>> found =
        here == null ? applied.find(spec, name) : Optional.of(Snapshot.typed(here, spec));
    restsOnBroken |= broken.contains(key) || (unread && found.isEmpty());
    return found;
  }

  @Override
  public <T> List<Definition<T>> all(Class<T> spec) {
    String kind = kinds.nameOf(spec);
    Map<String, Definition<T>> all = new TreeMap<>();
    applied.all(spec).forEach(definition -> all.put(definition.name(), definition));
    declared.forEach(
        (key, definition) -> {
          if (key.kind().equals(kind)) {
            all.put(key.name(), Snapshot.typed(definition, spec));
          }
        });
    return new ArrayList<>(all.values());
  }
}
