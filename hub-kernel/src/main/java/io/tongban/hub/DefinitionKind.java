package io.tongban.hub;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A kind of definition, owned by one module, which makes a CDI bean of it. The kernel reads the
 * files, calls {@link #check} on every definition, then {@link #prepare} on the changed ones, then
 * {@link #apply} on the changed ones in one transaction, and fires {@link DefinitionsChanged} when
 * it is committed.
 *
 * @param <T> a record; its JSON Schema is generated from it (victools, with Jackson's annotations)
 */
public interface DefinitionKind<T> {
  /** The value of {@code kind:} in files, for example {@code DataElement}. */
  String kind();

  /** The record type of {@code spec:}. */
  Class<T> specType();

  /** The attachments a spec names: paths relative to the definition's file. */
  default List<String> attachments(T spec) {
    return List.of();
  }

  /**
   * Checks what the JSON Schema cannot say: references, cross-field rules, SQL. MUST NOT change
   * anything.
   *
   * @param view this set of files over what is already applied
   */
  default void check(Definition<T> definition, DefinitionView view, FaultSink faults) {}

  /**
   * Does what a database cannot do in a transaction (DDL on H2 commits). MUST be idempotent and
   * additive: the transaction that follows may still fail.
   */
  default void prepare(Definition<T> definition) {}

  /**
   * As {@link #prepare(Definition)}, with a view of this set over what is already applied: {@link
   * Definitions} itself does not show the set yet. The kernel calls this one.
   */
  default void prepare(Definition<T> definition, DefinitionView view) {
    prepare(definition);
  }

  /**
   * Stores what the module needs beyond the definition itself, in the one transaction of the whole
   * set.
   */
  default void apply(Definition<T> definition, Handle transaction) {}

  /**
   * As {@link #apply(Definition, Handle)}, with a view of this set over what is already applied.
   * The kernel calls this one.
   */
  default void apply(Definition<T> definition, DefinitionView view, Handle transaction) {
    apply(definition, transaction);
  }
}
