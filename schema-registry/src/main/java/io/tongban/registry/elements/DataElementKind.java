package io.tongban.registry.elements;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.Definitions;
import io.tongban.hub.FaultSink;
import io.tongban.registry.DataElementSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** {@code kind: DataElement}. */
@ApplicationScoped
class DataElementKind implements DefinitionKind<DataElementSpec> {
  private final Definitions applied;

  @Inject
  DataElementKind(Definitions applied) {
    this.applied = applied;
  }

  @Override
  public String kind() {
    return "DataElement";
  }

  @Override
  public Class<DataElementSpec> specType() {
    return DataElementSpec.class;
  }

  @Override
  public void check(Definition<DataElementSpec> definition, DefinitionView view, FaultSink faults) {
    new ElementCheck(definition, view, applied, faults).run();
  }
}
