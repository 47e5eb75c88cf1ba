package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Calc;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Finds the parts of a plan that an answer can do without: the outer side of a join, or a branch of
 * a UNION ALL, where nothing above counts its rows or tests its values. {@code LEFT JOIN … WHERE
 * other.id IS NULL} and groups need all of their sources: without one they would be wrong and not
 * merely incomplete.
 */
final class PartialPlans {
  private PartialPlans() {}

  /** The plan with such parts marked. */
  static RelNode mark(RelNode plan) {
    return mark(plan, ImmutableBitSet.of());
  }

  /**
   * @param tested columns of the node whose values decide about rows
   */
  private static RelNode mark(RelNode node, ImmutableBitSet tested) {
    if (node instanceof Join join) {
      return join(join, tested);
    }
    if (node instanceof Union union && union.all && tested.isEmpty()) {
      return with(union, union.getInputs().stream().map(PartialPlans::branch).toList());
    }
    if (node instanceof Calc calc) {
      return with(calc, List.of(mark(calc.getInput(), below(calc, tested))));
    }
    if (node instanceof Filter filter) {
      ImmutableBitSet all = tested.union(RelOptUtil.InputFinder.bits(filter.getCondition()));
      return with(filter, List.of(mark(filter.getInput(), all)));
    }
    if (node instanceof Project project) {
      return with(project, List.of(mark(project.getInput(), below(project.getProjects(), tested))));
    }
    return node instanceof Sort sort
        ? with(sort, List.of(mark(sort.getInput(), tested.union(cutting(sort)))))
        : node;
  }

  private static RelNode join(Join join, ImmutableBitSet tested) {
    int width = join.getLeft().getRowType().getFieldCount();
    int whole = join.getRowType().getFieldCount();
    if (join.getJoinType() == JoinRelType.INNER) {
      ImmutableBitSet all = tested.union(RelOptUtil.InputFinder.bits(join.getCondition()));
      return with(
          join,
          List.of(
              mark(join.getLeft(), all.intersect(ImmutableBitSet.range(width))),
              mark(
                  join.getRight(),
                  all.intersect(ImmutableBitSet.range(width, whole)).shift(-width))));
    }
    boolean left = join.getJoinType() == JoinRelType.LEFT;
    if (!left && join.getJoinType() != JoinRelType.RIGHT) {
      return join;
    }
    ImmutableBitSet outer =
        left ? ImmutableBitSet.range(width, whole) : ImmutableBitSet.range(width);
    boolean needed = tested.intersects(outer);
    ImmutableBitSet all = tested.union(RelOptUtil.InputFinder.bits(join.getCondition()));
    RelNode one = join.getLeft();
    RelNode other = join.getRight();
    if (left) {
      one = mark(one, all.intersect(ImmutableBitSet.range(width)));
      other = needed ? other : without(other);
    } else {
      other = mark(other, all.intersect(ImmutableBitSet.range(width, whole)).shift(-width));
      one = needed ? one : without(one);
    }
    return with(join, List.of(one, other));
  }

  private static RelNode branch(RelNode node) {
    return source(node) == null ? mark(node, ImmutableBitSet.of()) : without(node);
  }

  /** A part that may be missing, if it is made of one source. */
  private static RelNode without(RelNode node) {
    String source = source(node);
    return source == null
        ? node
        : new Dispensable(node.getCluster(), node.getTraitSet(), node, source);
  }

  /** The one source a part is made of; null where there are several, or it is the hub's own. */
  private static String source(RelNode node) {
    if (node instanceof SourceFetch fetch) {
      if (grouped(fetch.getInput())) {
        return null;
      }
      String name = fetch.database().name();
      return name.equals(SourceDatabase.HUB) ? null : name;
    }
    if (node instanceof RestLookup lookup) {
      return lookup.getTable().unwrap(RawTable.class).rest().source();
    }
    if (node.getInputs().size() != 1) {
      return null;
    }
    boolean rowByRow = node instanceof Calc || node instanceof Filter || node instanceof Project;
    return rowByRow ? source(node.getInput(0)) : null;
  }

  private static boolean grouped(RelNode node) {
    RelNode actual = node.stripped();
    return actual instanceof Aggregate
        || actual.getInputs().stream().anyMatch(PartialPlans::grouped);
  }

  private static ImmutableBitSet below(Calc calc, ImmutableBitSet tested) {
    var program = calc.getProgram();
    List<RexNode> expressions =
        program.getProjectList().stream().map(program::expandLocalRef).toList();
    ImmutableBitSet below = below(expressions, tested);
    return program.getCondition() == null
        ? below
        : below.union(RelOptUtil.InputFinder.bits(program.expandLocalRef(program.getCondition())));
  }

  private static ImmutableBitSet below(List<RexNode> expressions, ImmutableBitSet tested) {
    ImmutableBitSet below = ImmutableBitSet.of();
    for (int column : tested) {
      below = below.union(RelOptUtil.InputFinder.bits(expressions.get(column)));
    }
    return below;
  }

  /** An order that decides which rows a limit leaves. */
  private static ImmutableBitSet cutting(Sort sort) {
    return sort.fetch == null && sort.offset == null
        ? ImmutableBitSet.of()
        : ImmutableBitSet.of(sort.getCollation().getKeys());
  }

  private static RelNode with(RelNode node, List<RelNode> inputs) {
    return node.getInputs().equals(inputs)
        ? node
        : node.copy(node.getTraitSet(), new ArrayList<>(inputs));
  }
}
