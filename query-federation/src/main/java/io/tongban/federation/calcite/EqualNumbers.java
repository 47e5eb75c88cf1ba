package io.tongban.federation.calcite;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes equal numbers equal objects. Joins, groups, DISTINCT and set operations compare by {@code
 * equals}, to which the INTEGER 1 is not the BIGINT 1, nor the DECIMAL 2.0 the DECIMAL 2.00.
 *
 * <p>So the branches of a set operation and the sides of a join's equality get one type (Calcite
 * would do that together with the implicit casts that we do not have), and a decimal that the plan
 * computes gets the scale of those that are read, {@link SqlTypes#DECIMAL_SCALE}.
 */
final class EqualNumbers extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    if (visited instanceof SetOp set) {
      return branches(set);
    }
    if (visited instanceof Join join) {
      return condition(join);
    }
    if (visited instanceof Aggregate aggregate && !aggregate.getAggCallList().isEmpty()) {
      return project(aggregate, aggregate.getGroupCount());
    }
    return visited instanceof Project project ? expressions(project) : visited;
  }

  private static RelNode branches(SetOp set) {
    RelDataType types = set.getRowType();
    List<RelNode> branches =
        set.getInputs().stream()
            .map(
                branch ->
                    alike(branch.getRowType(), types)
                        ? branch
                        : expressions((Project) RelOptUtil.createCastRel(branch, types, true)))
            .toList();
    return set.copy(set.getTraitSet(), branches);
  }

  private static boolean alike(RelDataType branch, RelDataType result) {
    List<RelDataTypeField> fields = branch.getFieldList();
    for (int i = 0; i < fields.size(); i++) {
      if (!alike(fields.get(i), result.getFieldList().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean alike(RelDataTypeField one, RelDataTypeField other) {
    return one.getType().getSqlTypeName() == other.getType().getSqlTypeName();
  }

  private static RelNode condition(Join join) {
    RexBuilder rex = join.getCluster().getRexBuilder();
    RexNode condition =
        join.getCondition()
            .accept(
                new RexShuttle() {
                  @Override
                  public RexNode visitCall(RexCall call) {
                    return equality(call) ? sides(call, rex) : super.visitCall(call);
                  }
                });
    return join.copy(
        join.getTraitSet(),
        condition,
        join.getLeft(),
        join.getRight(),
        join.getJoinType(),
        join.isSemiJoinDone());
  }

  private static boolean equality(RexCall call) {
    boolean compares =
        call.getKind() == SqlKind.EQUALS || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
    return compares
        && call.getOperands().stream()
            .allMatch(operand -> SqlTypeUtil.isExactNumeric(operand.getType()));
  }

  private static RexNode sides(RexCall equality, RexBuilder rex) {
    RexNode left = equality.getOperands().get(0);
    RexNode right = equality.getOperands().get(1);
    if (left.getType().getSqlTypeName() != right.getType().getSqlTypeName()) {
      RelDataType common =
          rex.getTypeFactory().leastRestrictive(List.of(left.getType(), right.getType()));
      left = common == null ? left : rex.ensureType(common, left, false);
      right = common == null ? right : rex.ensureType(common, right, false);
    }
    return rex.makeCall(equality.getOperator(), scaled(left, rex), scaled(right, rex));
  }

  private static RelNode project(RelNode input, int from) {
    RexBuilder rex = input.getCluster().getRexBuilder();
    List<RexNode> expressions = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < input.getRowType().getFieldCount(); i++) {
      RexNode column = rex.makeInputRef(input, i);
      boolean computed = i >= from && decimal(column);
      expressions.add(computed ? round(column, rex) : column);
      changed |= computed;
    }
    return changed
        ? LogicalProject.create(
            input, List.of(), expressions, input.getRowType().getFieldNames(), Set.of())
        : input;
  }

  private static RelNode expressions(Project project) {
    RexBuilder rex = project.getCluster().getRexBuilder();
    List<RexNode> expressions =
        project.getProjects().stream().map(expression -> scaled(expression, rex)).toList();
    return expressions.equals(project.getProjects())
        ? project
        : project.copy(
            project.getTraitSet(), project.getInput(), expressions, project.getRowType());
  }

  /** What is read has the scale already. */
  private static RexNode scaled(RexNode expression, RexBuilder rex) {
    return decimal(expression) && !(expression instanceof RexInputRef)
        ? round(expression, rex)
        : expression;
  }

  private static boolean decimal(RexNode expression) {
    return expression.getType().getSqlTypeName() == SqlTypeName.DECIMAL;
  }

  private static RexNode round(RexNode number, RexBuilder rex) {
    return rex.makeCall(
        number.getType(),
        SqlStdOperatorTable.ROUND,
        List.of(number, rex.makeExactLiteral(BigDecimal.valueOf(SqlTypes.DECIMAL_SCALE))));
  }
}
