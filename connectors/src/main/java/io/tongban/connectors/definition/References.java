package io.tongban.connectors.definition;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import java.util.Collection;
import java.util.List;

/** Fixes for names that lead nowhere. */
final class References {
  private References() {}

  static <T> String fix(DefinitionView view, Class<T> spec, String name) {
    return fix(name, view.all(spec).stream().map(Definition::name).toList());
  }

  static String fix(String name, Collection<String> known) {
    return Nearest.of(name, known)
        .map(near -> "did you mean \"" + near + "\"?")
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "define it first"
                    : "define it, or write one of " + List.copyOf(known));
  }
}
