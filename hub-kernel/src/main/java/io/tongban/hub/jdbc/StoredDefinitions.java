package io.tongban.hub.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.ApplyReport;
import io.tongban.hub.Database;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.Definitions;
import io.tongban.hub.DefinitionsChanged;
import io.tongban.hub.Fault;
import io.tongban.hub.HubProblem;
import io.tongban.hub.definitions.Declared;
import io.tongban.hub.definitions.DefinitionKey;
import io.tongban.hub.definitions.DefinitionReader;
import io.tongban.hub.definitions.DefinitionSet;
import io.tongban.hub.definitions.Dependents;
import io.tongban.hub.definitions.KindCatalogue;
import io.tongban.hub.definitions.SetView;
import io.tongban.hub.definitions.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/** Definitions in the hub's database, served from a snapshot in memory. */
@ApplicationScoped
class StoredDefinitions implements Definitions {
  private final Database database;
  private final Clock clock;
  private final Event<DefinitionsChanged> changes;
  private final Instance<DefinitionKind<?>> kindBeans;
  private final ReentrantLock applying = new ReentrantLock();
  private volatile KindCatalogue catalogue;
  private volatile Snapshot current;
  private volatile Dependents dependents;

  @Inject
  StoredDefinitions(
      Database database,
      Clock clock,
      Event<DefinitionsChanged> changes,
      @Any Instance<DefinitionKind<?>> kindBeans) {
    this.database = database;
    this.clock = clock;
    this.changes = changes;
    this.kindBeans = kindBeans;
    database.migrate("hub");
  }

  @Override
  public ApplyReport apply(Collection<DefinitionFile> files, boolean dryRun) {
    DefinitionSet set = DefinitionReader.read(catalogue(), files);
    if (dryRun) {
      refresh();
      return checked(set, snapshot()).plan().report();
    }
    applying.lock();
    try {
      refresh();
      return applyChecked(set);
    } finally {
      applying.unlock();
    }
  }

  private ApplyReport applyChecked(DefinitionSet set) {
    Snapshot before = snapshot();
    ChangePlan plan = database.jdbi().inTransaction(transaction -> change(set, transaction));
    if (plan.empty()) {
      return plan.report();
    }
    Snapshot after = load();
    current = after;
    announce(after, before);
    return plan.report();
  }

  /** One transaction, under the catalogue's lock: what was checked is what is changed. */
  private ChangePlan change(DefinitionSet set, Handle transaction) {
    DefinitionTable.lock(transaction);
    Snapshot applied = DefinitionTable.load(transaction, catalogue());
    Checked checked = checked(set, applied);
    SetView view = checked.view();
    ChangePlan plan = checked.plan();
    plan.changes().forEach(declared -> declared.prepare(view));
    for (Declared<?> declared : plan.changes()) {
      DefinitionTable.store(
          transaction, declared, plan.report().catalogueVersion(), clock.instant());
      declared.apply(view, transaction);
    }
    if (!plan.empty()) {
      DefinitionTable.advance(transaction, plan.report().catalogueVersion());
    }
    return plan;
  }

  private record Checked(SetView view, ChangePlan plan) {}

  /**
   * Checks the set, then everything applied that rests on what it changes: with a faulty set, what
   * breaks may be only a consequence.
   */
  private Checked checked(DefinitionSet set, Snapshot applied) {
    SetView view = set.check(applied);
    refuseFaults(set);
    Map<DefinitionKey, List<DefinitionKey>> affected =
        dependents().on(changed(set, applied), set, applied);
    List<DefinitionKey> dependents =
        affected.values().stream().flatMap(List::stream).distinct().toList();
    dependents().broken(dependents, view, applied).forEach(set::add);
    refuseFaults(set);
    return new Checked(view, new ChangePlan(set, applied, affected));
  }

  private static List<DefinitionKey> changed(DefinitionSet set, Snapshot applied) {
    List<DefinitionKey> changed = new ArrayList<>();
    for (Declared<?> declared : set.declared()) {
      applied
          .find(declared.key())
          .filter(before -> !before.digest().equals(declared.definition().digest()))
          .ifPresent(before -> changed.add(declared.key()));
    }
    return changed;
  }

  private static void refuseFaults(DefinitionSet set) {
    List<Fault> faults = set.faults();
    if (!faults.isEmpty()) {
      Fault first = faults.get(0);
      throw HubProblem.DEFINITION_INVALID
          .problem(
              "%d fault%s; the first at %s: %s; %s"
                  .formatted(
                      faults.size(),
                      faults.size() == 1 ? "" : "s",
                      first.place(),
                      first.message(),
                      first.fix()))
          .with("faults", faults);
    }
  }

  private Dependents dependents() {
    Dependents known = dependents;
    if (known == null) {
      known = new Dependents(catalogue());
      dependents = known;
    }
    return known;
  }

  @Override
  public boolean refresh() {
    Snapshot before = snapshot();
    long stored = database.jdbi().withHandle(DefinitionTable::version);
    if (stored == before.version()) {
      return false;
    }
    applying.lock();
    try {
      before = snapshot();
      Snapshot after = load();
      if (after.version() == before.version()) {
        return false;
      }
      current = after;
      announce(after, before);
      return true;
    } finally {
      applying.unlock();
    }
  }

  private void announce(Snapshot after, Snapshot before) {
    changes.fire(new DefinitionsChanged(after.version(), after.changedSince(before)));
  }

  private Snapshot load() {
    return database.jdbi().inTransaction(handle -> loadUnchanging(handle));
  }

  /** Version and rows are two queries: they are read again if a set came between them. */
  private Snapshot loadUnchanging(Handle handle) {
    Snapshot loaded = DefinitionTable.load(handle, catalogue());
    while (DefinitionTable.version(handle) != loaded.version()) {
      loaded = DefinitionTable.load(handle, catalogue());
    }
    return loaded;
  }

  private Snapshot snapshot() {
    Snapshot known = current;
    if (known != null) {
      return known;
    }
    applying.lock();
    try {
      if (current == null) {
        current = load();
      }
      return current;
    } finally {
      applying.unlock();
    }
  }

  private KindCatalogue catalogue() {
    KindCatalogue known = catalogue;
    if (known == null) {
      known = new KindCatalogue(kindBeans);
      catalogue = known;
    }
    return known;
  }

  @Override
  public long version() {
    return snapshot().version();
  }

  @Override
  public DefinitionView at(long catalogueVersion) {
    return database
        .jdbi()
        .withHandle(handle -> DefinitionTable.at(handle, catalogue(), catalogueVersion));
  }

  @Override
  public <T> List<Long> changes(Class<T> spec, String name) {
    String kind = catalogue().nameOf(spec);
    return database.jdbi().withHandle(handle -> DefinitionTable.changes(handle, kind, name));
  }

  @Override
  public List<DefinitionKind<?>> kinds() {
    return catalogue().all();
  }

  @Override
  public JsonNode schema(String kind) {
    return catalogue().schema(kind);
  }

  @Override
  public <T> Optional<Definition<T>> find(Class<T> spec, String name) {
    return name == null ? Optional.empty() : snapshot().find(spec, name);
  }

  @Override
  public <T> List<Definition<T>> all(Class<T> spec) {
    return snapshot().all(spec);
  }
}
