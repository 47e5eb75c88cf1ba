package io.tongban.hub.definitions;

import io.tongban.hub.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was read from a set of files, and everything that is wrong with it. */
public final class DefinitionSet {
  private final KindCatalogue kinds;
  private final List<Declared<?>> declared = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<DefinitionKey> broken = new HashSet<>();
  private boolean unread;

  DefinitionSet(KindCatalogue kinds) {
    this.kinds = kinds;
  }

  /**
   * Lets every kind check its definitions against the whole set.
   *
   * @return the set over what is applied, for the steps that follow
   */
  public SetView check(Snapshot applied) {
    var view = new SetView(kinds, applied, this);
    for (Declared<?> one : declared) {
      List<Fault> found = new ArrayList<>();
      view.begin();
      one.check(
          view,
          (pointer, message, fix) ->
              found.add(new Fault(one.document().place(pointer), pointer, message, fix)));
      if (!view.restsOnBroken()) {
        faults.addAll(found);
      }
    }
    return view;
  }

  /** The faults found so far, in the order of files and lines. */
  public List<Fault> faults() {
    return faults.stream()
        .sorted(
            Comparator.comparing((Fault fault) -> fault.place().file())
                .thenComparingInt(fault -> fault.place().line())
                .thenComparingInt(fault -> fault.place().column()))
        .distinct()
        .toList();
  }

  /** The definitions that could be read, in the order of the files. */
  public List<Declared<?>> declared() {
    return List.copyOf(declared);
  }

  /** Kind and name of the definitions that could be read. */
  Set<DefinitionKey> keys() {
    Set<DefinitionKey> keys = new HashSet<>();
    declared.forEach(one -> keys.add(one.key()));
    return keys;
  }

  /** Kind and name of the documents that are faulty. */
  Set<DefinitionKey> broken() {
    return broken;
  }

  /** Whether there are documents that could not even be named. */
  boolean unread() {
    return unread;
  }

  void add(Declared<?> definition) {
    declared.add(definition);
  }

  /** Adds what is wrong beyond the documents themselves. */
  public void add(Fault fault) {
    faults.add(fault);
  }

  void broken(DefinitionKey key) {
    broken.add(key);
  }

  void unreadable(Fault fault) {
    unread = true;
    faults.add(fault);
  }
}
