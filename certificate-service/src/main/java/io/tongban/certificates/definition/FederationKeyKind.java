package io.tongban.certificates.definition;

import io.tongban.certificates.FederationKeySpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** {@code kind: FederationKey}. */
@ApplicationScoped
class FederationKeyKind implements DefinitionKind<FederationKeySpec> {
  private static final Set<String> REASONS = Set.of("unspecified", "compromised", "superseded");

  @Override
  public String kind() {
    return "FederationKey";
  }

  @Override
  public Class<FederationKeySpec> specType() {
    return FederationKeySpec.class;
  }

  @Override
  public void check(
      Definition<FederationKeySpec> definition, DefinitionView view, FaultSink faults) {
    FederationKeySpec spec = definition.spec();
    if (spec.authority() != null) {
      References.requireAuthority(view, spec.authority(), faults);
    }
    if (spec.until() != null && spec.until().isBefore(spec.from())) {
      faults.fault("/spec/until", "it ends before it begins", "write a later day");
    }
    if (spec.revoked() != null
        && spec.revoked().reason() != null
        && !REASONS.contains(spec.revoked().reason())) {
      faults.fault("/spec/revoked/reason", "there is no such reason", "write one of " + REASONS);
    }
  }
}
