package io.tongban.hub.kinds;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.HubSettings;
import io.tongban.hub.HubSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** {@code kind: Hub}. There is one of them. */
@ApplicationScoped
class HubKind implements DefinitionKind<HubSpec> {
  private final HubSettings settings;

  @Inject
  HubKind(HubSettings settings) {
    this.settings = settings;
  }

  @Override
  public String kind() {
    return "Hub";
  }

  @Override
  public Class<HubSpec> specType() {
    return HubSpec.class;
  }

  @Override
  public void check(Definition<HubSpec> definition, DefinitionView view, FaultSink faults) {
    view.all(HubSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .forEach(
            other ->
                faults.fault(
                    "/metadata/name",
                    "a hub has one Hub definition, and \"" + other.name() + "\" is one already",
                    "name it \"" + other.name() + "\" to change that one"));
    if (Boolean.TRUE.equals(definition.spec().example()) && !settings.exampleHub()) {
      faults.fault(
          "/spec/example",
          "this hub does not run as an example hub",
          "remove \"example: true\"; it opens demo identities");
    }
  }
}
