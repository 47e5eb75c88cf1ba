package io.tongban.hub.jdbc;

import io.tongban.hub.ApplyReport;
import io.tongban.hub.Definition;
import io.tongban.hub.definitions.Declared;
import io.tongban.hub.definitions.DefinitionDiff;
import io.tongban.hub.definitions.DefinitionKey;
import io.tongban.hub.definitions.DefinitionSet;
import io.tongban.hub.definitions.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a set changes in what is applied. */
final class ChangePlan {
  private final List<Declared<?>> changes = new ArrayList<>();
  private final List<String> created = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<String> unchanged = new ArrayList<>();
  private final List<ApplyReport.Change> differences = new ArrayList<>();
  private final long version;

  /**
   * @param dependents what each changed definition affects
   */
  ChangePlan(
      DefinitionSet set, Snapshot applied, Map<DefinitionKey, List<DefinitionKey>> dependents) {
    set.declared().forEach(declared -> plan(declared, applied, dependents));
    this.version = changes.isEmpty() ? applied.version() : applied.version() + 1;
  }

  private void plan(
      Declared<?> declared, Snapshot applied, Map<DefinitionKey, List<DefinitionKey>> dependents) {
    Optional<Definition<?>> before = applied.find(declared.key());
    if (before.isEmpty()) {
      created.add(declared.key().toString());
      changes.add(declared.withVersion(1));
    } else if (before.get().digest().equals(declared.definition().digest())) {
      unchanged.add(declared.key().toString());
    } else {
      changed.add(declared.key().toString());
      changes.add(declared.withVersion(before.get().version() + 1));
      differences.add(
          new ApplyReport.Change(
              declared.key().toString(),
              DefinitionDiff.between(before.get(), declared.definition()),
              dependents.getOrDefault(declared.key(), List.of()).stream()
                  .map(DefinitionKey::toString)
                  .toList()));
    }
  }

  boolean empty() {
    return changes.isEmpty();
  }

  List<Declared<?>> changes() {
    return changes;
  }

  ApplyReport report() {
    return new ApplyReport(
        version,
        created.stream().sorted().toList(),
        changed.stream().sorted().toList(),
        unchanged.stream().sorted().toList(),
        differences.stream().sorted(Comparator.comparing(ApplyReport.Change::definition)).toList());
  }
}
