package io.tongban.registry.directory;

import java.util.Optional;
import java.util.Set;

/**
 * What a resource promises for changes within a major version, beyond that no item is removed.
 *
 * @param backward records of the earlier definition are right under the new one: what a department
 *     delivers today it can deliver tomorrow
 * @param forward records of the new definition are right under the earlier one: who reads it today
 *     meets nothing tomorrow that was not allowed
 * @param transitive this holds against every earlier definition of the major version, not only
 *     against the last
 */
record Promise(boolean backward, boolean forward, boolean transitive) {
  /** How it is written. */
  static final Set<String> NAMES =
      Set.of(
          "none",
          "backward",
          "forward",
          "full",
          "backward-transitive",
          "forward-transitive",
          "full-transitive");

  /** The promise of that name; nothing for none and for names there are not. */
  static Optional<Promise> of(String name) {
    if (name == null || name.equals("none") || !NAMES.contains(name)) {
      return Optional.empty();
    }
    boolean full = name.startsWith("full");
    return Optional.of(
        new Promise(
            full || name.startsWith("backward"),
            full || name.startsWith("forward"),
            name.endsWith("-transitive")));
  }
}
