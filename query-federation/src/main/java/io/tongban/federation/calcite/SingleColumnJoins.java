package io.tongban.federation.calcite;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/**
 * Gives the right side of an outer join by something else than equality a second column where it
 * has one only. Calcite's loop keeps the rows that match nothing in a set of objects, and a row of
 * one column is its value: of several rows with the same value, or with null, it would give one.
 */
final class SingleColumnJoins extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    return visited instanceof Join join
            && join.getJoinType().generatesNullsOnLeft()
            && join.analyzeCondition().leftKeys.isEmpty()
            && join.getRight().getRowType().getFieldCount() == 1
        ? widened(join)
        : visited;
  }

  private static RelNode widened(Join join) {
    RexBuilder rex = join.getCluster().getRexBuilder();
    RelNode right =
        LogicalProject.create(
            join.getRight(),
            List.of(),
            List.of(rex.makeInputRef(join.getRight(), 0), rex.makeLiteral(true)),
            List.of(join.getRight().getRowType().getFieldNames().get(0), "$row"),
            Set.of());
    RelNode wide =
        join.copy(
            join.getTraitSet(),
            join.getCondition(),
            join.getLeft(),
            right,
            join.getJoinType(),
            join.isSemiJoinDone());
    List<RexNode> shown =
        join.getRowType().getFieldList().stream()
            .map(field -> (RexNode) rex.makeInputRef(wide, field.getIndex()))
            .toList();
    return LogicalProject.create(
        wide, List.of(), shown, join.getRowType().getFieldNames(), Set.of());
  }
}
