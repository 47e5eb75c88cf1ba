package io.tongban.access.agreements;

import io.tongban.access.PurposeSpec;
import io.tongban.hub.DefinitionKind;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code kind: Purpose}. What can be wrong with one, its JSON Schema says. */
@ApplicationScoped
class PurposeKind implements DefinitionKind<PurposeSpec> {
  @Override
  public String kind() {
    return "Purpose";
  }

  @Override
  public Class<PurposeSpec> specType() {
    return PurposeSpec.class;
  }
}
