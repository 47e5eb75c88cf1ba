package io.tongban.federation.calcite;

import org.apache.calcite.adapter.jdbc.JdbcRules;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;

/**
 * Leaves rows out at the source, which costs next to nothing there. Were it dear, a row condition
 * that leaves out little would be evaluated in the hub together with what the source cannot: the
 * rows it hides would be fetched, and time would tell of them.
 */
final class SourceFilter extends JdbcRules.JdbcFilter {
  private static final double COST_A_ROW = 0.001;

  SourceFilter(RelOptCluster cluster, RelTraitSet traits, RelNode input, RexNode condition) {
    super(cluster, traits, input, condition);
  }

  @Override
  public SourceFilter copy(RelTraitSet traitSet, RelNode input, RexNode condition) {
    return new SourceFilter(getCluster(), traitSet, input, condition);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double work = mq.getRowCount(this) * COST_A_ROW;
    return planner.getCostFactory().makeCost(work, work, 0);
  }
}
