package io.tongban.hub.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Nearest;
import io.tongban.hub.jsonschema.KindSchema;
import io.tongban.hub.jsonschema.SchemaCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds of this hub, by name and by the type of their spec; their schemas, made when asked. */
public final class KindCatalogue {
  private final Map<String, DefinitionKind<?>> byName = new TreeMap<>();
  private final Map<Class<?>, String> bySpec = new HashMap<>();
  private final Map<String, SchemaCheck> checks = new ConcurrentHashMap<>();

  /** Of the given kinds; two of one name are a mistake in the program. */
  public KindCatalogue(Iterable<? extends DefinitionKind<?>> kinds) {
    for (DefinitionKind<?> kind : kinds) {
      if (byName.put(kind.kind(), kind) != null) {
        throw new IllegalStateException("two beans own the kind " + kind.kind());
      }
      bySpec.put(kind.specType(), kind.kind());
    }
  }

  /** All kinds by name. */
  public List<DefinitionKind<?>> all() {
    return new ArrayList<>(byName.values());
  }

  /** The names of all kinds. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** The kind of that name. */
  public Optional<DefinitionKind<?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The kind whose spec has that type; a type that is no kind's is a mistake in the program. */
  public String nameOf(Class<?> spec) {
    String name = bySpec.get(spec);
    if (name == null) {
      throw new IllegalArgumentException("no kind has the spec type " + spec.getName());
    }
    return name;
  }

  /** The check of documents of that kind. */
  SchemaCheck check(DefinitionKind<?> kind) {
    return checks.computeIfAbsent(
        kind.kind(), name -> new SchemaCheck(KindSchema.of(name, kind.specType())));
  }

  /** The schema of documents of that kind; an unknown kind is a problem. */
  public JsonNode schema(String kind) {
    DefinitionKind<?> known =
        find(kind)
            .orElseThrow(
                () ->
                    HubProblem.DEFINITION_UNKNOWN.problem(
                        "no kind is called \""
                            + kind
                            + "\"; "
                            + Nearest.fix(kind, names(), "kinds")));
    return check(known).schema();
  }
}
