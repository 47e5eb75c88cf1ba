package io.tongban.hub;

import java.util.List;
import java.util.Optional;

/** What is declared: reading access to definitions by the type of their spec. */
public interface DefinitionView {
  /** The definition of that name, if there is one. */
  <T> Optional<Definition<T>> find(Class<T> spec, String name);

  /** All definitions of a kind, by name. */
  <T> List<Definition<T>> all(Class<T> spec);
}
