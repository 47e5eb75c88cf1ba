package io.tongban.federation.calcite;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Parts a filter into what a source may evaluate, below, and the rest, above: so that one predicate
 * that must stay in the hub does not keep a key there with it.
 */
@SuppressWarnings("deprecation") // the successor needs an annotation processor for its config
final class SplitFilterRule extends RelOptRule {
  static final SplitFilterRule INSTANCE = new SplitFilterRule("", Safety::pushable);

  /**
   * Merges filters only where both may go to the source: what can fail never comes beside a row
   * condition.
   */
  static final RelOptRule MERGE_PUSHABLE =
      FilterMergeRule.Config.DEFAULT
          .withOperandSupplier(
              upper ->
                  upper
                      .operand(LogicalFilter.class)
                      .predicate(filter -> Safety.pushable(filter.getCondition()))
                      .oneInput(
                          lower ->
                              lower
                                  .operand(LogicalFilter.class)
                                  .predicate(filter -> Safety.pushable(filter.getCondition()))
                                  .anyInputs()))
          .toRule();

  /** Brings a key below a row condition that must stay in the hub; neither can fail. */
  static final RelOptRule SINK_PUSHABLE =
      new RelOptRule(
          operandJ(
              LogicalFilter.class,
              null,
              filter -> Safety.pushable(filter.getCondition()),
              some(
                  operandJ(
                      LogicalFilter.class,
                      null,
                      filter ->
                          !Safety.pushable(filter.getCondition())
                              && filter.getVariablesSet().isEmpty(),
                      any()))),
          "SinkPushableRule") {
        @Override
        public void onMatch(RelOptRuleCall call) {
          LogicalFilter upper = call.rel(0);
          LogicalFilter lower = call.rel(1);
          var sunk = LogicalFilter.create(lower.getInput(), upper.getCondition());
          call.transformTo(LogicalFilter.create(sunk, lower.getCondition()));
        }
      };

  private final Predicate<RexNode> below;

  private SplitFilterRule(String name, Predicate<RexNode> below) {
    super(operand(LogicalFilter.class, any()), "SplitFilterRule" + name);
    this.below = below;
  }

  /** As {@link #INSTANCE}, for a product that may evaluate less. */
  static SplitFilterRule of(Product product) {
    return new SplitFilterRule(
        product.name(), part -> Safety.pushable(part) && ExactTerms.possible(part, product));
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    Map<Boolean, List<RexNode>> parts =
        RelOptUtil.conjunctions(filter.getCondition()).stream()
            .collect(Collectors.partitioningBy(below));
    if (parts.get(true).isEmpty()
        || parts.get(false).isEmpty()
        || !filter.getVariablesSet().isEmpty()) {
      return;
    }
    var rex = filter.getCluster().getRexBuilder();
    var pushed =
        LogicalFilter.create(filter.getInput(), RexUtil.composeConjunction(rex, parts.get(true)));
    call.transformTo(
        LogicalFilter.create(pushed, RexUtil.composeConjunction(rex, parts.get(false))));
  }
}
