package io.tongban.federation.calcite;

import java.util.List;
import org.apache.calcite.adapter.jdbc.JdbcRules;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/** Leaves columns out at the source, which costs next to nothing there. */
final class SourceProject extends JdbcRules.JdbcProject {
  private static final double COST_A_ROW = 0.001;

  SourceProject(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      List<RexNode> columns,
      RelDataType rowType) {
    super(cluster, traits, input, columns, rowType);
  }

  @Override
  public JdbcRules.JdbcProject copy(
      RelTraitSet traitSet, RelNode input, List<RexNode> projects, RelDataType rowType) {
    return new SourceProject(getCluster(), traitSet, input, projects, rowType);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double work = mq.getRowCount(this) * COST_A_ROW;
    return planner.getCostFactory().makeCost(work, work, 0);
  }
}
