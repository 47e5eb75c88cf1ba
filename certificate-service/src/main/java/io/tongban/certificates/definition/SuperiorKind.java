package io.tongban.certificates.definition;

import io.tongban.certificates.SuperiorSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code kind: Superior}. */
@ApplicationScoped
class SuperiorKind implements DefinitionKind<SuperiorSpec> {
  @Override
  public String kind() {
    return "Superior";
  }

  @Override
  public Class<SuperiorSpec> specType() {
    return SuperiorSpec.class;
  }

  @Override
  public void check(Definition<SuperiorSpec> definition, DefinitionView view, FaultSink faults) {
    References.requireEntity("/spec/entity", definition.spec().entity(), faults);
  }
}
