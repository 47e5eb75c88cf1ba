package io.tongban.hub.definitions;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.Fault;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which applied definitions rest on which, and what a change would do to them. What a definition
 * rests on is learned by watching what its kind looks up while it checks it, so no kind has to say
 * it a second time. Learned once for each content of a definition.
 *
 * <p>Left out are definitions with attachments: once applied, they have them no more and cannot be
 * checked again. These are code lists, which rest on nothing.
 */
public final class Dependents {
  private final KindCatalogue kinds;
  private final Map<DefinitionKey, Looked> learned = new ConcurrentHashMap<>();

  private record Looked(String digest, Set<DefinitionKey> keys) {}

  /** A fault of an applied definition, told apart by what it says. */
  private record Said(String pointer, String message) {}

  /** Of the kinds of this hub. */
  public Dependents(KindCatalogue kinds) {
    this.kinds = kinds;
  }

  /**
   * The applied definitions that rest on each of some, without those the set declares anew.
   *
   * @return nearest first: those that look it up, then those that look these up
   */
  public Map<DefinitionKey, List<DefinitionKey>> on(
      List<DefinitionKey> changed, DefinitionSet set, Snapshot applied) {
    if (changed.isEmpty()) {
      return Map.of();
    }
    Map<DefinitionKey, Set<DefinitionKey>> users = users(applied);
    Set<DefinitionKey> declared = set.keys();
    Map<DefinitionKey, List<DefinitionKey>> on = new HashMap<>();
    for (DefinitionKey key : changed) {
      on.put(key, reached(key, users).stream().filter(user -> !declared.contains(user)).toList());
    }
    return on;
  }

  private static Set<DefinitionKey> reached(
      DefinitionKey changed, Map<DefinitionKey, Set<DefinitionKey>> users) {
    Set<DefinitionKey> found = new LinkedHashSet<>();
    List<DefinitionKey> next = List.of(changed);
    while (!next.isEmpty()) {
      List<DefinitionKey> further = new ArrayList<>();
      for (DefinitionKey key : next) {
        users.getOrDefault(key, Set.of()).stream()
            .filter(user -> !user.equals(changed) && found.add(user))
            .forEach(further::add);
      }
      next = further;
    }
    return found;
  }

  private Map<DefinitionKey, Set<DefinitionKey>> users(Snapshot applied) {
    var view = new SetView(kinds, applied, new DefinitionSet(kinds));
    Map<DefinitionKey, Set<DefinitionKey>> users = new HashMap<>();
    for (Definition<?> definition : applied.all()) {
      DefinitionKey key = new DefinitionKey(definition.kind(), definition.name());
      for (DefinitionKey looked : looked(key, definition, view)) {
        users.computeIfAbsent(looked, k -> new LinkedHashSet<>()).add(key);
      }
    }
    return users;
  }

  private Set<DefinitionKey> looked(DefinitionKey key, Definition<?> definition, SetView view) {
    Looked known = learned.get(key);
    if (known == null || !known.digest().equals(definition.digest())) {
      view.begin();
      check(definition, view, (pointer, message, fix) -> {});
      Set<DefinitionKey> keys = new HashSet<>(view.looked());
      keys.remove(key);
      known = new Looked(definition.digest(), Set.copyOf(keys));
      learned.put(key, known);
    }
    return known.keys();
  }

  /**
   * What a set would break in applied definitions that it does not declare: the faults they would
   * have with it and do not have without it.
   */
  public List<Fault> broken(List<DefinitionKey> dependents, SetView after, Snapshot applied) {
    List<Fault> faults = new ArrayList<>();
    for (DefinitionKey key : dependents) {
      Definition<?> definition = applied.find(key).orElseThrow();
      List<Fault> with = faults(key, definition, after);
      if (!with.isEmpty()) {
        Set<Said> without = new HashSet<>();
        var before = new SetView(kinds, applied, new DefinitionSet(kinds));
        faults(key, definition, before).forEach(fault -> without.add(said(fault)));
        with.stream().filter(fault -> !without.contains(said(fault))).forEach(faults::add);
      }
    }
    return faults;
  }

  private static Said said(Fault fault) {
    return new Said(fault.pointer(), fault.message());
  }

  private List<Fault> faults(DefinitionKey key, Definition<?> definition, SetView view) {
    List<Fault> faults = new ArrayList<>();
    view.begin();
    check(
        definition,
        view,
        (pointer, message, fix) ->
            faults.add(
                new Fault(
                    new Place(key + " (applied)", 1, 1),
                    pointer,
                    "this set would break it: " + message,
                    fix + "; declare it in the same set where it has to change")));
    return view.restsOnBroken() ? List.of() : faults;
  }

  private void check(Definition<?> definition, DefinitionView view, FaultSink faults) {
    kinds.find(definition.kind()).ifPresent(kind -> check(kind, definition, view, faults));
  }

  private static <T> void check(
      DefinitionKind<T> kind, Definition<?> definition, DefinitionView view, FaultSink faults) {
    Definition<T> typed = Snapshot.typed(definition, kind.specType());
    if (kind.attachments(typed.spec()).isEmpty()) {
      kind.check(typed, view, faults);
    }
  }
}
