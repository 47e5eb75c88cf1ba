package io.tongban.access.cedar;

import io.tongban.access.PolicySpec;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Follows the declared policies without a restart. */
@ApplicationScoped
class CedarPolicies implements Policies {
  private final Definitions definitions;
  private final CedarEngine engine;
  private volatile Versioned current = new Versioned(Long.MIN_VALUE, null);

  private record Versioned(long version, CompiledPolicies policies) {}

  @Inject
  CedarPolicies(Definitions definitions, CedarEngine engine) {
    this.definitions = definitions;
    this.engine = engine;
  }

  @Override
  public PolicyDecision evaluate(PolicyQuestion question) {
    return policies().evaluate(question);
  }

  private CompiledPolicies policies() {
    Versioned held = current;
    // the version is read before the definitions: what is newer than it is read again next time
    long version = definitions.version();
    if (held.version() == version) {
      return held.policies();
    }
    Versioned made =
        new Versioned(version, new CompiledPolicies(engine, definitions.all(PolicySpec.class)));
    current = made;
    return made.policies();
  }
}
