package io.tongban.federation.calcite;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Finds joins that look records up and never multiply them. A join that repeats one record at will
 * would give it such a weight in a sum that the sum tells of it, however many others are in the
 * group. So the rows of one side must be records of one table, each at most once, and the other
 * side has at most one row for each, found by plain columns.
 */
final class LookupJoins {
  private final PolicyNodes policies;

  LookupJoins(PolicyNodes policies) {
    this.policies = policies;
  }

  /** Whether every row of the join is a record of one table, with what was looked up for it. */
  boolean lookup(Join join) {
    JoinInfo keys = join.analyzeCondition();
    return fromLeft(join, keys) || fromRight(join, keys);
  }

  private boolean fromLeft(Join join, JoinInfo keys) {
    return !join.getJoinType().generatesNullsOnLeft()
        && join.getJoinType() != JoinRelType.FULL
        && records(join.getLeft())
        && keys.leftKeys.stream().allMatch(key -> plain(join.getLeft(), key))
        && unique(join.getRight(), new HashSet<>(keys.rightKeys));
  }

  private boolean fromRight(Join join, JoinInfo keys) {
    return !join.getJoinType().generatesNullsOnRight()
        && join.getJoinType() != JoinRelType.FULL
        && records(join.getRight())
        && keys.rightKeys.stream().allMatch(key -> plain(join.getRight(), key))
        && unique(join.getLeft(), new HashSet<>(keys.leftKeys));
  }

  /** Whether its rows are records of one table, each at most once. */
  private boolean records(RelNode node) {
    if (policies.guarded(node) != null) {
      return true;
    }
    if (node instanceof Project || node instanceof Filter || node instanceof Sort) {
      return records(node.getInput(0));
    }
    return node instanceof Join join && lookup(join);
  }

  /** Whether a column is a table's own, not one that an expression made. */
  private boolean plain(RelNode node, int column) {
    return policies.guarded(node) != null
        || Columns.below(node, column).map(c -> plain(c.node(), c.index())).orElse(false);
  }

  /** Whether no two rows have the same values in some of these columns. */
  private boolean unique(RelNode node, Set<Integer> columns) {
    RawTable guarded = policies.guarded(node);
    if (guarded != null) {
      return holdsKey((Project) node, guarded, columns);
    }
    if (node instanceof Aggregate aggregate) {
      return aggregate.getGroupType() == Aggregate.Group.SIMPLE
          && columns.containsAll(ImmutableBitSet.range(aggregate.getGroupCount()).asSet());
    }
    if (node instanceof Project project) {
      return unique(project.getInput(), Columns.references(project, columns));
    }
    return (node instanceof Filter || node instanceof Sort) && unique(node.getInput(0), columns);
  }

  private static boolean holdsKey(Project policy, RawTable raw, Set<Integer> columns) {
    List<String> key = raw.resource().spec().key();
    Set<Integer> positions = Columns.references(policy, columns);
    return !key.isEmpty() && key.stream().allMatch(item -> positions.contains(raw.position(item)));
  }
}
