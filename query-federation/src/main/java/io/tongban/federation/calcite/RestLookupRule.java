package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.adapter.enumerable.EnumerableFilter;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Asks a web service where a filter binds all its key columns by values. The whole filter stays
 * above: what the service answers beside what it was asked for is left out.
 */
@SuppressWarnings("deprecation") // the successor needs an annotation processor for its config
final class RestLookupRule extends RelOptRule {
  static final RestLookupRule INSTANCE = new RestLookupRule();

  private RestLookupRule() {
    super(operand(LogicalFilter.class, operand(RestScan.class, none())), "RestLookupRule");
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalFilter filter = call.rel(0);
    RestScan scan = call.rel(1);
    if (!filter.getVariablesSet().isEmpty()) {
      return;
    }
    List<RexNode> conditions = RelOptUtil.conjunctions(filter.getCondition());
    RexBuilder rex = filter.getCluster().getRexBuilder();
    List<List<RexNode>> keys = new ArrayList<>();
    for (String item : scan.raw().rest().keys()) {
      Optional<List<RexNode>> values = values(scan.raw().position(item), conditions, rex);
      if (values.isEmpty()) {
        return;
      }
      keys.add(values.get());
    }
    RestLookup lookup = new RestLookup(scan.getCluster(), scan.getTable(), keys);
    call.transformTo(EnumerableFilter.create(lookup, filter.getCondition()));
  }

  private static Optional<List<RexNode>> values(
      int column, List<RexNode> conditions, RexBuilder rex) {
    return conditions.stream()
        .flatMap(condition -> values(column, condition, rex).stream())
        .findFirst();
  }

  private static Optional<List<RexNode>> values(int column, RexNode condition, RexBuilder rex) {
    if (condition.getKind() == SqlKind.SEARCH) {
      RexNode expanded = RexUtil.expandSearch(rex, null, condition);
      return expanded.getKind() == SqlKind.SEARCH
          ? Optional.empty()
          : values(column, expanded, rex);
    }
    if (!(condition instanceof RexCall call)) {
      return Optional.empty();
    }
    if (call.getKind() == SqlKind.OR) {
      return either(column, call, rex);
    }
    return call.getKind() == SqlKind.EQUALS ? value(column, call) : Optional.empty();
  }

  private static Optional<List<RexNode>> either(int column, RexCall or, RexBuilder rex) {
    List<RexNode> all = new ArrayList<>();
    for (RexNode part : or.getOperands()) {
      Optional<List<RexNode>> values = values(column, part, rex);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(values.get());
    }
    return Optional.of(all);
  }

  private static Optional<List<RexNode>> value(int column, RexCall equals) {
    RexNode left = equals.getOperands().get(0);
    RexNode right = equals.getOperands().get(1);
    if (left instanceof RexInputRef ref && ref.getIndex() == column) {
      return value(right);
    }
    return right instanceof RexInputRef ref && ref.getIndex() == column
        ? value(left)
        : Optional.empty();
  }

  private static Optional<List<RexNode>> value(RexNode node) {
    if (node instanceof RexCall cast
        && cast.getKind() == SqlKind.CAST
        && cast.getType().getSqlTypeName()
            == cast.getOperands().get(0).getType().getSqlTypeName()) {
      return value(cast.getOperands().get(0));
    }
    return node instanceof RexLiteral || node instanceof RexDynamicParam
        ? Optional.of(List.of(node))
        : Optional.empty();
  }
}
