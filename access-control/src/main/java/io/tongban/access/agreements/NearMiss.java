package io.tongban.access.agreements;

import io.tongban.registry.ResourceSpec;
import io.tongban.registry.SharingType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what is missing where no agreement covers a use. */
final class NearMiss {
  private final Map<String, ResourceSpec> resources;
  private final List<Agreement> agreements;

  /**
   * @param agreements all of the recipient, in force or not
   */
  NearMiss(Map<String, ResourceSpec> resources, List<Agreement> agreements) {
    this.resources = resources;
    this.agreements = agreements;
  }

  Resolution.NotAgreed explain(AgreementIndex.Question question, Map<String, Set<String>> needed) {
    List<Resolution.Missing> missing = new ArrayList<>();
    needed.forEach(
        (resource, columns) -> {
          List<String> uncovered = uncovered(question, resource, columns);
          if (!uncovered.isEmpty()) {
            missing.add(missing(question, resource, uncovered));
          }
        });
    if (missing.isEmpty()) {
      // each is covered by some agreement, but no single one covers their combination
      needed.forEach(
          (resource, columns) ->
              missing.add(missing(question, resource, wanted(resource, columns))));
    }
    return new Resolution.NotAgreed(missing, near(question, needed));
  }

  private Resolution.Missing missing(
      AgreementIndex.Question question, String resource, List<String> columns) {
    ResourceSpec spec = resources.get(resource);
    return new Resolution.Missing(
        resource,
        spec.provider(),
        columns,
        question.purpose(),
        spec.sharing() != SharingType.NOT_SHARED);
  }

  private List<String> uncovered(
      AgreementIndex.Question question, String resource, Set<String> asked) {
    if (resources.get(resource).sharing() == SharingType.NOT_SHARED) {
      return wanted(resource, asked);
    }
    List<Agreement> holding =
        agreements.stream()
            .filter(a -> a.whyNot(question.purpose(), question.day()).isEmpty())
            .filter(a -> a.resources().containsKey(resource))
            .toList();
    if (asked.isEmpty() && !holding.isEmpty()) {
      return List.of();
    }
    return wanted(resource, asked).stream()
        .filter(c -> holding.stream().noneMatch(a -> a.covers(resource, Set.of(c))))
        .toList();
  }

  private List<String> wanted(String resource, Set<String> asked) {
    return AgreementIndex.columns(resources.get(resource)).stream()
        .filter(c -> asked.isEmpty() || asked.contains(c))
        .toList();
  }

  private List<Resolution.Near> near(
      AgreementIndex.Question question, Map<String, Set<String>> needed) {
    return agreements.stream()
        .filter(a -> needed.keySet().stream().anyMatch(a.resources()::containsKey))
        .map(a -> new Resolution.Near(a.name(), why(a, question, needed)))
        .toList();
  }

  private static String why(
      Agreement agreement, AgreementIndex.Question question, Map<String, Set<String>> needed) {
    return agreement
        .whyNot(question.purpose(), question.day())
        .orElseGet(
            () ->
                "it does not cover "
                    + String.join(
                        ", ",
                        needed.entrySet().stream()
                            .filter(n -> !agreement.covers(n.getKey(), n.getValue()))
                            .map(Map.Entry::getKey)
                            .toList()));
  }
}
