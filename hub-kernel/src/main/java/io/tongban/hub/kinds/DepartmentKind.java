package io.tongban.hub.kinds;

import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DepartmentSpec;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code kind: Department}. Its schema says all there is to check. */
@ApplicationScoped
class DepartmentKind implements DefinitionKind<DepartmentSpec> {
  @Override
  public String kind() {
    return "Department";
  }

  @Override
  public Class<DepartmentSpec> specType() {
    return DepartmentSpec.class;
  }
}
