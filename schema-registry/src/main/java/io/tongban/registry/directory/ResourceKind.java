package io.tongban.registry.directory;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.Definitions;
import io.tongban.hub.FaultSink;
import io.tongban.registry.ResourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** {@code kind: Resource}. */
@ApplicationScoped
class ResourceKind implements DefinitionKind<ResourceSpec> {
  private final Definitions applied;
  private final RecordTables tables;

  @Inject
  ResourceKind(Definitions applied, RecordTables tables) {
    this.applied = applied;
    this.tables = tables;
  }

  @Override
  public String kind() {
    return "Resource";
  }

  @Override
  public Class<ResourceSpec> specType() {
    return ResourceSpec.class;
  }

  @Override
  public void check(Definition<ResourceSpec> definition, DefinitionView view, FaultSink faults) {
    new ResourceCheck(definition, view, applied, faults).run();
    Optional<Binding> after = Binding.of(definition, view);
    Optional<Binding> before =
        applied
            .find(ResourceSpec.class, definition.name())
            .flatMap(old -> Binding.of(old, applied));
    if (before.isPresent() && after.isPresent()) {
      new Compatibility(before.get(), after.get(), faults).check();
      // what was promised binds; another promise binds from the next change on
      Promise.of(before.get().resource().spec().compatibility())
          .ifPresent(promise -> new PromiseCheck(promise, applied, faults).check(definition, view));
    }
  }

  @Override
  public void prepare(Definition<ResourceSpec> definition, DefinitionView view) {
    if (definition.spec().live() == null) {
      Binding.of(definition, view).map(Binding::table).ifPresent(tables::ensure);
    }
  }
}
