package io.tongban.federation.calcite;

import java.util.List;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Orders inner joins anew where joining in the order of the question would make a product: where
 * two tables that follow each other are joined only through a later one. Other orders stay.
 */
final class JoinOrder {
  private JoinOrder() {}

  static RelNode withoutProducts(RelNode asked) {
    RelNode node = asked.accept(new Factors());
    RelNode joined =
        run(
            node,
            List.of(CoreRules.FILTER_INTO_JOIN, CoreRules.FILTER_PROJECT_TRANSPOSE),
            HepMatchOrder.TOP_DOWN);
    if (!product(joined)) {
      return node;
    }
    RelNode many = run(joined, List.of(CoreRules.JOIN_TO_MULTI_JOIN), HepMatchOrder.BOTTOM_UP);
    return run(many, List.of(CoreRules.MULTI_JOIN_OPTIMIZE), HepMatchOrder.BOTTOM_UP);
  }

  /** {@code a AND b OR a AND c} as {@code a AND (b OR c)}: {@code a} may be the key of a join. */
  private static final class Factors extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(LogicalFilter filter) {
      RelNode below = super.visit(filter);
      if (!(below instanceof LogicalFilter same) || !same.getVariablesSet().isEmpty()) {
        return below;
      }
      RexNode condition = same.getCondition();
      RexNode factored = RexUtil.pullFactors(same.getCluster().getRexBuilder(), condition);
      return factored.equals(condition)
          ? same
          : same.copy(same.getTraitSet(), same.getInput(), factored);
    }
  }

  private static boolean product(RelNode node) {
    boolean here =
        node instanceof Join join
            && join.getJoinType() == JoinRelType.INNER
            && join.getCondition().isAlwaysTrue();
    return here || node.getInputs().stream().anyMatch(JoinOrder::product);
  }

  private static RelNode run(RelNode node, List<RelOptRule> rules, HepMatchOrder order) {
    RelOptPlanner planner =
        new HepPlanner(
            new HepProgramBuilder().addMatchOrder(order).addRuleCollection(rules).build());
    planner.setRoot(node);
    return planner.findBestExp();
  }
}
