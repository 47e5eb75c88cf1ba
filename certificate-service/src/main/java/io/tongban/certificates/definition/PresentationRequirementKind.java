package io.tongban.certificates.definition;

import io.tongban.certificates.PresentationRequirementSpec;
import io.tongban.certificates.dcql.DcqlException;
import io.tongban.certificates.dcql.DcqlReader;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code kind: PresentationRequirement}. */
@ApplicationScoped
class PresentationRequirementKind implements DefinitionKind<PresentationRequirementSpec> {
  @Override
  public String kind() {
    return "PresentationRequirement";
  }

  @Override
  public Class<PresentationRequirementSpec> specType() {
    return PresentationRequirementSpec.class;
  }

  @Override
  public void check(
      Definition<PresentationRequirementSpec> definition, DefinitionView view, FaultSink faults) {
    try {
      DcqlReader.read(CanonicalJson.mapper().valueToTree(definition.spec().query()));
    } catch (DcqlException e) {
      faults.fault(
          "/spec/query" + e.pointer(),
          e.getMessage(),
          "write a DCQL query as in OpenID4VP 1.0, section 6");
    }
  }
}
