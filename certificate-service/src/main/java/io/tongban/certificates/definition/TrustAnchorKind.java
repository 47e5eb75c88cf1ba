package io.tongban.certificates.definition;

import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.HubSettings;
import io.tongban.hub.SourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;

/** {@code kind: TrustAnchor}. */
@ApplicationScoped
class TrustAnchorKind implements DefinitionKind<TrustAnchorSpec> {
  private final HubSettings settings;

  @Inject
  TrustAnchorKind(HubSettings settings) {
    this.settings = settings;
  }

  @Override
  public String kind() {
    return "TrustAnchor";
  }

  @Override
  public Class<TrustAnchorSpec> specType() {
    return TrustAnchorSpec.class;
  }

  @Override
  public void check(Definition<TrustAnchorSpec> definition, DefinitionView view, FaultSink faults) {
    TrustAnchorSpec spec = definition.spec();
    References.requireEntity("/spec/entity", spec.entity(), faults);
    boolean own = spec.entity().equals(settings.publicUrl().toString());
    if (spec.jwks() != null) {
      References.requireKeys("/spec/jwks", spec.jwks(), faults);
    } else if (!own) {
      faults.fault(
          "/spec/jwks",
          "the anchor's keys are missing",
          "give the federation keys that its operator told you");
    }
    List<String> sources = Objects.requireNonNullElse(spec.sources(), List.of());
    for (int i = 0; i < sources.size(); i++) {
      String name = sources.get(i);
      if (view.find(SourceSpec.class, name)
          .filter(source -> source.spec().http() != null)
          .isEmpty()) {
        faults.fault(
            "/spec/sources/" + i,
            "there is no web service among the Sources named " + name,
            "declare a Source with http and the address of a hub of the federation");
      }
    }
  }
}
