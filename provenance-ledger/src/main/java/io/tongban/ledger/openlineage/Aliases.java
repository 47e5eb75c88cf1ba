package io.tongban.ledger.openlineage;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Datasets that have more than one name: the hub's own is the one they are shown by. */
final class Aliases {
  private final Jdbi jdbi;

  Aliases(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** An alias as it is stored. */
  record Alias(String alias, String dataset) {}

  /** All names of datasets: those given and every other one of them. */
  Set<String> all(Collection<String> names) {
    Set<String> all = new LinkedHashSet<>(names);
    find("alias", names).forEach(found -> all.add(found.dataset()));
    find("dataset", all).forEach(found -> all.add(found.alias()));
    return all;
  }

  /** The name that each is shown by, for those that have another. */
  Map<String, String> shown(Collection<String> names) {
    Map<String, String> shown = new HashMap<>();
    find("alias", names).forEach(found -> shown.put(found.alias(), found.dataset()));
    return shown;
  }

  /** The name that a dataset is shown by. */
  String shown(String name) {
    return shown(List.of(name)).getOrDefault(name, name);
  }

  private List<Alias> find(String column, Collection<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT alias, dataset FROM ledger.lineage_alias WHERE "
                        + column
                        + " IN (<names>) ORDER BY alias")
                .bindList("names", List.copyOf(names))
                .mapTo(Alias.class)
                .list());
  }
}
