package io.tongban.federation.calcite;

import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.registry.Column;
import io.tongban.registry.Resource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be read, by resource.
 *
 * @param terms by resource; a resource that is not here does not exist
 */
record Policies(Map<Resource, ResourceGrant> terms) {
  /** As granted; resources that are no longer registered are left out. */
  static Policies of(Map<String, ResourceGrant> grants, Catalogue catalogue) {
    Map<Resource, ResourceGrant> terms = new LinkedHashMap<>();
    grants.forEach(
        (name, grant) -> catalogue.byName(name).ifPresent(resource -> terms.put(resource, grant)));
    return new Policies(terms);
  }

  /** Everything of some resources: for finding out what SQL reads, never for reading. */
  static Policies everything(Iterable<Resource> resources) {
    Map<Resource, ResourceGrant> terms = new LinkedHashMap<>();
    resources.forEach(resource -> terms.put(resource, whole(resource)));
    return new Policies(terms);
  }

  private static ResourceGrant whole(Resource resource) {
    Set<String> columns =
        resource.columns().stream()
            .map(Column::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new ResourceGrant(columns, Map.of(), RowCondition.ALL);
  }

  /** The same columns, all clear and of all rows: for finding where values come from. */
  Policies clear() {
    Map<Resource, ResourceGrant> clear = new LinkedHashMap<>();
    terms.forEach(
        (resource, grant) ->
            clear.put(resource, new ResourceGrant(grant.columns(), Map.of(), RowCondition.ALL)));
    return new Policies(clear);
  }

  /** Fewest records of a group by resource name, for the resources that have a minimum. */
  Map<String, Integer> minimumGroups() {
    return terms.entrySet().stream()
        .filter(entry -> entry.getValue().minimumGroup() > 1)
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(), entry -> entry.getValue().minimumGroup()));
  }

  boolean masked(CompiledQuery.Origin origin) {
    return terms.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(origin.resource()))
        .anyMatch(entry -> entry.getValue().masks().containsKey(origin.column()));
  }
}
