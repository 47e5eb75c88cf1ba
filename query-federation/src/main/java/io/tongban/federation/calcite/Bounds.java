package io.tongban.federation.calcite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Whether what a source is asked is bounded by values, or would read whole tables. */
final class Bounds {
  private static final int FIRST_ATTRIBUTE = AttributeSlots.FIRST;

  private Bounds() {}

  /** Whether all that a finished plan fetches from sources is bounded. */
  static boolean fetchesBounded(RelNode node) {
    if (node instanceof RestScan.Unbound) {
      return false;
    }
    return node instanceof SourceFetch fetch
        ? bounded(fetch.getInput())
        : node.getInputs().stream().allMatch(Bounds::fetchesBounded);
  }

  static boolean bounded(RelNode node) {
    RelNode actual = node.stripped();
    if (actual instanceof TableScan) {
      return false;
    }
    if (actual instanceof Filter filter) {
      return RelOptUtil.conjunctions(filter.getCondition()).stream().anyMatch(Bounds::binds)
          || bounded(filter.getInput());
    }
    if (actual instanceof Join join) {
      return bounded(join);
    }
    if (actual instanceof Sort sort && sort.fetch != null) {
      return true;
    }
    return actual.getInputs().stream().allMatch(Bounds::bounded);
  }

  /** Within one database a bounded side bounds the other through the join's key. */
  private static boolean bounded(Join join) {
    boolean left = bounded(join.getLeft());
    boolean right = bounded(join.getRight());
    boolean byKey = !join.analyzeCondition().leftKeys.isEmpty();
    boolean throughKey =
        byKey
            && (left && !join.getJoinType().generatesNullsOnLeft()
                || right && join.getJoinType() == JoinRelType.INNER);
    return left && right || throughKey;
  }

  /** A column equal to a value of the question; a row condition's own attribute bounds nothing. */
  private static boolean binds(RexNode condition) {
    if (!(condition instanceof RexCall call)) {
      return false;
    }
    return switch (call.getKind()) {
      case EQUALS ->
          call.getOperands().stream().anyMatch(RexInputRef.class::isInstance)
              && call.getOperands().stream().anyMatch(Bounds::value);
      case SEARCH -> Safety.pushable(call) && points(call);
      case OR -> call.getOperands().stream().allMatch(Bounds::binds);
      case AND -> call.getOperands().stream().anyMatch(Bounds::binds);
      default -> KeyCondition.bounds(call);
    };
  }

  private static boolean points(RexCall search) {
    return search.getOperands().get(1) instanceof RexLiteral literal
        && literal.getValueAs(org.apache.calcite.util.Sarg.class).isPoints();
  }

  private static boolean value(RexNode node) {
    if (node instanceof RexDynamicParam parameter) {
      return parameter.getIndex() < FIRST_ATTRIBUTE;
    }
    return node instanceof RexLiteral
        || node instanceof RexCall cast
            && cast.getKind() == SqlKind.CAST
            && value(cast.getOperands().get(0));
  }
}
