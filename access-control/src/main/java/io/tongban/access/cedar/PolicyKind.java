package io.tongban.access.cedar;

import io.tongban.access.PolicySpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** {@code kind: Policy}. */
@ApplicationScoped
class PolicyKind implements DefinitionKind<PolicySpec> {
  private static final String POINTER = "/spec/cedar";
  private final CedarEngine engine;

  @Inject
  PolicyKind(CedarEngine engine) {
    this.engine = engine;
  }

  @Override
  public String kind() {
    return "Policy";
  }

  @Override
  public Class<PolicySpec> specType() {
    return PolicySpec.class;
  }

  @Override
  public void check(Definition<PolicySpec> definition, DefinitionView view, FaultSink faults) {
    List<PolicyText.Statement> statements = PolicyText.cut(definition.spec().cedar());
    if (statements.isEmpty()) {
      faults.fault(POINTER, "the text holds no policy", "write at least one forbid");
    }
    for (PolicyText.Statement statement : statements) {
      engine
          .fault(statement)
          .ifPresent(
              fault ->
                  faults.fault(
                      POINTER,
                      "line " + fault.line() + " of the policy text: " + fault.message(),
                      "write forbid (principal, action, resource) when { … } or unless { … };"));
    }
  }
}
