package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.adapter.enumerable.EnumerableCorrelate;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Takes the condition "this column is one of the keys" down to where the column is read. It goes
 * where a filter on that column means the same above and below, and nowhere else: not below a
 * limit, not to the side of an outer join that may be missing.
 *
 * @param slot where the keys will be found, see {@link KeySlots}
 * @param bounded whether the keys are sent whatever their number
 */
record KeyPush(int slot, boolean bounded, RexBuilder rex) {

  /** The node with the condition in it, or nothing where it cannot go. */
  Optional<RelNode> into(RelNode node, int column) {
    RelNode actual = node.stripped();
    if (actual instanceof SourceScan) {
      return Optional.of(filtered(actual, actual, column, List.of()));
    }
    if (actual instanceof SourceFilter filter
        && filter.getInput().stripped() instanceof SourceScan scan) {
      return Optional.of(filtered(scan, filter, column, List.of(filter.getCondition())));
    }
    if (actual instanceof RestScan.Unbound unbound) {
      return bounded ? unbound.by(column, slot) : Optional.empty();
    }
    if (actual instanceof Project project) {
      return project.getProjects().get(column) instanceof RexInputRef from
          ? single(project, from.getIndex())
          : Optional.empty();
    }
    if (actual instanceof Filter || actual instanceof SourceFetch || actual instanceof KeyTap) {
      return single(actual, column);
    }
    if (actual instanceof Sort sort) {
      return sort.fetch == null && sort.offset == null ? single(sort, column) : Optional.empty();
    }
    if (actual instanceof Aggregate aggregate) {
      return column < aggregate.getGroupCount()
              && aggregate.getGroupType() == Aggregate.Group.SIMPLE
          ? single(aggregate, aggregate.getGroupSet().nth(column))
          : Optional.empty();
    }
    if (actual instanceof Join join) {
      return join(join, column);
    }
    if (actual instanceof EnumerableCorrelate correlate) {
      boolean left = column < correlate.getLeft().getRowType().getFieldCount();
      return left ? replace(correlate, 0, column) : Optional.empty();
    }
    return actual instanceof SetOp set ? all(set, column) : Optional.empty();
  }

  private RelNode filtered(RelNode scan, RelNode like, int column, List<RexNode> conditions) {
    List<RexNode> all = new ArrayList<>(conditions);
    all.add(KeyCondition.on(rex.makeInputRef(scan, column), slot, bounded, rex));
    return new SourceFilter(
        scan.getCluster(), like.getTraitSet(), scan, RexUtil.composeConjunction(rex, all));
  }

  private Optional<RelNode> single(RelNode node, int column) {
    return replace(node, 0, column);
  }

  private Optional<RelNode> replace(RelNode node, int input, int column) {
    return into(node.getInput(input), column).map(pushed -> with(node, input, pushed));
  }

  private static RelNode with(RelNode node, int input, RelNode pushed) {
    List<RelNode> inputs = new ArrayList<>(node.getInputs());
    inputs.set(input, pushed);
    return node.copy(node.getTraitSet(), inputs);
  }

  /** To the side that has the column, and through the join's own key to the other one. */
  private Optional<RelNode> join(Join join, int column) {
    JoinRelType type = join.getJoinType();
    int width = join.getLeft().getRowType().getFieldCount();
    boolean left = column < width;
    if (left ? type.generatesNullsOnLeft() : type.generatesNullsOnRight()) {
      return Optional.empty();
    }
    int own = left ? column : column - width;
    Optional<RelNode> here = replace(join, left ? 0 : 1, own);
    var keys = join.analyzeCondition();
    int at = (left ? keys.leftKeys : keys.rightKeys).indexOf(own);
    if (at < 0 || !keys.nullExclusionFlags.get(at)) {
      return here;
    }
    int other = (left ? keys.rightKeys : keys.leftKeys).get(at);
    RelNode sofar = here.orElse(join);
    Optional<RelNode> both = replace(sofar, left ? 1 : 0, other);
    return both.isPresent() ? both : here;
  }

  private Optional<RelNode> all(SetOp set, int column) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : set.getInputs()) {
      Optional<RelNode> pushed = into(input, column);
      if (pushed.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(pushed.get());
    }
    return Optional.of(set.copy(set.getTraitSet(), inputs));
  }
}
