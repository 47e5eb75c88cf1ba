package io.tongban.registry.codes;

import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.registry.Code;
import io.tongban.registry.CodeListSpec;
import io.tongban.registry.CodeLists;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Code lists in memory, read from the table at first use and again when their definition changed.
 * The definition's version decides, not an event, so that nobody who reacts to a change sees codes
 * of before it.
 */
@ApplicationScoped
class MemoryCodeLists implements CodeLists {
  private static final CodeIndex EMPTY = new CodeIndex(List.of());

  private final Definitions definitions;
  private final CodeTable table;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  private record Loaded(long version, CodeIndex index) {}

  @Inject
  MemoryCodeLists(Definitions definitions, CodeTable table) {
    this.definitions = definitions;
    this.table = table;
  }

  @Override
  public List<String> names() {
    return definitions.all(CodeListSpec.class).stream().map(Definition::name).toList();
  }

  @Override
  public Optional<Code> valid(String list, String code, LocalDate on) {
    return index(list).valid(code, on);
  }

  @Override
  public List<Code> history(String list, String code) {
    return index(list).history(code);
  }

  @Override
  public List<Code> current(String list, String code, LocalDate on) {
    return index(list).current(code, on);
  }

  @Override
  public List<Code> byLabel(String list, String label, LocalDate on) {
    return index(list).byLabel(label, on);
  }

  @Override
  public List<Code> page(String list, String afterCode, int limit) {
    return index(list).page(afterCode, limit);
  }

  private CodeIndex index(String list) {
    Optional<Definition<CodeListSpec>> definition = definitions.find(CodeListSpec.class, list);
    if (definition.isEmpty()) {
      return EMPTY;
    }
    long version = definition.get().version();
    Loaded known = loaded.get(list);
    if (known == null || known.version() != version) {
      known = loaded.compute(list, (name, old) -> reload(name, old, version));
    }
    return known.index();
  }

  private Loaded reload(String list, Loaded old, long version) {
    return old != null && old.version() == version
        ? old
        : new Loaded(version, new CodeIndex(table.load(list)));
  }
}
