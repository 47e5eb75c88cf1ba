package io.tongban.hub;

import java.util.List;

/**
 * Fired (CDI, synchronously) after a set of definitions was committed.
 *
 * @param version the hub's new catalogue version; grows by one with every set that changed
 *     something
 * @param changed what was created or changed
 */
public record DefinitionsChanged(long version, List<Definition<?>> changed) {
  public DefinitionsChanged {
    changed = List.copyOf(changed);
  }

  /** Whether a definition of that kind is among the changed. */
  public boolean touches(String kind) {
    return changed.stream().anyMatch(d -> d.kind().equals(kind));
  }
}
