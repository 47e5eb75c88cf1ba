package io.tongban.certificates.definition;

import io.tongban.certificates.TrustMarkSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;

/** {@code kind: TrustMark}. */
@ApplicationScoped
class TrustMarkKind implements DefinitionKind<TrustMarkSpec> {
  @Override
  public String kind() {
    return "TrustMark";
  }

  @Override
  public Class<TrustMarkSpec> specType() {
    return TrustMarkSpec.class;
  }

  @Override
  public void check(Definition<TrustMarkSpec> definition, DefinitionView view, FaultSink faults) {
    TrustMarkSpec spec = definition.spec();
    References.requireOne(view, spec.authority(), spec.entity(), faults);
    References.requireUri("/spec/type", spec.type(), faults);
    if (spec.to().isBefore(spec.from())) {
      faults.fault("/spec/to", "it ends before it begins", "write a later day");
    }
    view.all(TrustMarkSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> other.spec().type().equals(spec.type()))
        .filter(other -> Objects.equals(other.spec().authority(), spec.authority()))
        .filter(other -> Objects.equals(other.spec().entity(), spec.entity()))
        .filter(other -> other.spec().withdrawn() == null && spec.withdrawn() == null)
        .filter(
            other ->
                !other.spec().from().isAfter(spec.to()) && !spec.from().isAfter(other.spec().to()))
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/type",
                    "the TrustMark " + other.name() + " states the same for the same time",
                    "change that one, or withdraw it"));
  }
}
