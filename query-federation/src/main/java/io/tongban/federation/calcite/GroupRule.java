package io.tongban.federation.calcite;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;

/**
 * Lets a source group by and add up what it calculates from its columns. Both steps in one, so that
 * no filter can ever come between them: a calculation may fail, and a source may evaluate it before
 * a row condition if it is part of a filter, but not if it is what is added up.
 */
@SuppressWarnings("deprecation") // the successor needs an annotation processor for its config
final class GroupRule extends RelOptRule {
  private final SourceConvention source;

  GroupRule(SourceConvention source) {
    super(
        operand(LogicalAggregate.class, operand(LogicalProject.class, any())),
        "GroupRule:" + source.getName());
    this.source = source;
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalAggregate group = call.rel(0);
    LogicalProject values = call.rel(1);
    if (!SourceRules.pushable(group, source.database()) || !calculated(values)) {
      return;
    }
    RelTraitSet traits = values.getTraitSet().replace(source);
    var project =
        new SourceProject(
            values.getCluster(),
            traits,
            SourceRules.in(values.getInput(), traits),
            values.getProjects(),
            values.getRowType());
    var grouped = SourceRules.group(group, project, traits);
    if (grouped != null) {
      call.transformTo(grouped);
    }
  }

  private boolean calculated(Project values) {
    return values.getVariablesSet().isEmpty()
        && !values.getProjects().stream().allMatch(RexInputRef.class::isInstance)
        && values.getProjects().stream()
            .allMatch(value -> Portable.underGroups(value, source.database()));
  }
}
