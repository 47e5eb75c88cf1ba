package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;

/**
 * Carries the keys of the records that an answer's rows are made of through a plan, as trailing
 * columns. Possible where each row comes from one record of each table: filters, projections,
 * joins, sorts and limits; not through groups, unions or correlation.
 */
final class KeyCarrier {
  private final PolicyNodes policies;
  private final Predicate<RelNode> opaque;

  KeyCarrier(PolicyNodes policies) {
    this(policies, node -> false);
  }

  /**
   * @param opaque what is taken as it is, without the keys of the records it is made of
   */
  KeyCarrier(PolicyNodes policies, Predicate<RelNode> opaque) {
    this.policies = policies;
    this.opaque = opaque;
  }

  /**
   * A plan with the keys behind its own columns.
   *
   * @param rel the plan
   * @param keys the tables, in the order of their keys
   */
  record Carried(RelNode rel, List<RawTable> keys) {
    int width() {
      return keys.stream().mapToInt(raw -> raw.keyPositions().size()).sum();
    }
  }

  /** Nothing where rows of the answer are not rows of the tables. */
  Optional<Carried> carry(RelNode node) {
    if (opaque.test(node)) {
      return Optional.of(new Carried(node, List.of()));
    }
    RawTable guarded = policies.guarded(node);
    if (guarded != null) {
      return Optional.of(new Carried(node, List.of(guarded)));
    }
    if (node instanceof LogicalProject project) {
      return project(project);
    }
    if (node instanceof LogicalFilter filter && filter.getVariablesSet().isEmpty()) {
      return carry(filter.getInput())
          .map(in -> new Carried(LogicalFilter.create(in.rel(), filter.getCondition()), in.keys()));
    }
    if (node instanceof LogicalSort sort) {
      return carry(sort.getInput())
          .map(
              in ->
                  new Carried(
                      LogicalSort.create(in.rel(), sort.getCollation(), sort.offset, sort.fetch),
                      in.keys()));
    }
    if (node instanceof LogicalJoin join) {
      return join(join);
    }
    return node instanceof Values ? Optional.of(new Carried(node, List.of())) : Optional.empty();
  }

  private Optional<Carried> project(LogicalProject project) {
    if (!project.getVariablesSet().isEmpty() || RexOver.containsOver(project.getProjects(), null)) {
      return Optional.empty();
    }
    return carry(project.getInput()).map(in -> project(project, in));
  }

  /** The keys are the input's last columns, whatever else it has. */
  private static Carried project(LogicalProject project, Carried in) {
    RexBuilder rex = project.getCluster().getRexBuilder();
    List<RexNode> expressions = new ArrayList<>(project.getProjects());
    List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
    int width = in.rel().getRowType().getFieldCount();
    for (int i = width - in.width(); i < width; i++) {
      expressions.add(rex.makeInputRef(in.rel(), i));
      names.add("$key" + names.size());
    }
    return new Carried(
        LogicalProject.create(in.rel(), List.of(), expressions, names, Set.of()), in.keys());
  }

  private Optional<Carried> join(LogicalJoin join) {
    if (!join.getVariablesSet().isEmpty()
        || join.getJoinType() == JoinRelType.SEMI
        || join.getJoinType() == JoinRelType.ANTI) {
      return Optional.empty();
    }
    return carry(join.getLeft())
        .flatMap(left -> carry(join.getRight()).map(right -> join(join, left, right)));
  }

  private static Carried join(LogicalJoin join, Carried left, Carried right) {
    int leftColumns = join.getLeft().getRowType().getFieldCount();
    int rightColumns = join.getRight().getRowType().getFieldCount();
    RexNode condition = RexUtil.shift(join.getCondition(), leftColumns, left.width());
    RelNode joined =
        LogicalJoin.create(
            left.rel(), right.rel(), List.of(), condition, Set.of(), join.getJoinType());
    List<Integer> order = new ArrayList<>();
    range(order, 0, leftColumns);
    range(order, leftColumns + left.width(), rightColumns);
    range(order, leftColumns, left.width());
    range(order, leftColumns + left.width() + rightColumns, right.width());
    List<RawTable> keys = new ArrayList<>(left.keys());
    keys.addAll(right.keys());
    return new Carried(permute(joined, order, join.getRowType().getFieldNames()), keys);
  }

  private static void range(List<Integer> order, int from, int count) {
    for (int i = 0; i < count; i++) {
      order.add(from + i);
    }
  }

  private static RelNode permute(RelNode input, List<Integer> order, List<String> names) {
    RexBuilder rex = input.getCluster().getRexBuilder();
    List<RexNode> expressions = new ArrayList<>();
    order.forEach(i -> expressions.add(rex.makeInputRef(input, i)));
    List<String> all = new ArrayList<>(names);
    while (all.size() < expressions.size()) {
      all.add("$key" + all.size());
    }
    return LogicalProject.create(input, List.of(), expressions, all, Set.of());
  }
}
