package io.tongban.federation.calcite;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * What an aggregate may say of a large enough group. An argument that an expression made could pick
 * one record out of it ({@code SUM(CASE WHEN id = … )}), some functions show a record's own value,
 * and several FILTERs show each other's difference.
 */
final class GroupContents {
  /** Deviations are not among them: worked out for a group to be left out, they could fail. */
  private static final Set<SqlKind> STATISTICS =
      Set.of(SqlKind.COUNT, SqlKind.SUM, SqlKind.SUM0, SqlKind.AVG, SqlKind.MIN, SqlKind.MAX);

  private final PolicyNodes policies;
  private final Set<String> held;
  private final Aggregate aggregate;

  /**
   * @param held names of the resources that have a minimum group
   */
  GroupContents(PolicyNodes policies, Set<String> held, Aggregate aggregate) {
    this.policies = policies;
    this.held = held;
    this.aggregate = aggregate;
  }

  /** Why not; nothing if it may. */
  Optional<String> fault() {
    Set<Integer> filters = new HashSet<>();
    aggregate.getAggCallList().stream()
        .filter(AggregateCall::hasFilter)
        .forEach(call -> filters.add(call.filterArg));
    if (filters.size() > 1) {
      return Optional.of("several FILTERs show their difference; use one, or GROUP BY");
    }
    return aggregate.getAggCallList().stream().flatMap(this::fault).findFirst();
  }

  private Stream<String> fault(AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    if (!STATISTICS.contains(kind)
        || !call.getCollation().getKeys().isEmpty()
        || call.distinctKeys != null) {
      return Stream.of(
          call.getAggregation().getName()
              + " can show a record's own values; COUNT, SUM, AVG, MIN and MAX are allowed");
    }
    return call.getArgList().stream().flatMap(arg -> fault(kind, arg));
  }

  private Stream<String> fault(SqlKind kind, int argument) {
    RelNode input = aggregate.getInput();
    if (!plain(input, argument)) {
      return Stream.of(
          "an expression inside "
              + kind
              + " can pick a record out of its group; aggregate plain columns");
    }
    RelDataType type = input.getRowType().getFieldList().get(argument).getType();
    boolean extreme = kind == SqlKind.MIN || kind == SqlKind.MAX;
    if (extreme && SqlTypeUtil.inCharFamily(type)) {
      return Stream.of(kind + " of a text shows one record's own; texts can be counted");
    }
    return kind != SqlKind.COUNT && key(input, argument)
        ? Stream.of(kind + " of a key shows one record's own; keys can be counted")
        : Stream.empty();
  }

  /** Whether it is a table's own column, or a cast that keeps every value. */
  private boolean plain(RelNode node, int column) {
    if (policies.guarded(node) != null) {
      return true;
    }
    if (node instanceof Project project) {
      return plain(project.getInput(), project.getProjects().get(column));
    }
    // an aggregate below has its own floor, or is of nothing that needs one
    return node instanceof Aggregate
        || Columns.below(node, column).map(c -> plain(c.node(), c.index())).orElse(false);
  }

  private boolean plain(RelNode input, RexNode expression) {
    if (expression instanceof RexInputRef ref) {
      return plain(input, ref.getIndex());
    }
    // arithmetic is none: an integer that wraps around, or is cut by a division, sets one apart
    return expression instanceof RexLiteral
        || expression instanceof RexCall cast
            && cast.getKind() == SqlKind.CAST
            && Safety.total(cast)
            && plain(input, cast.getOperands().get(0));
  }

  /** Whether it is part of what identifies a record that may not be shown. */
  private boolean key(RelNode node, int column) {
    RawTable guarded = policies.guarded(node);
    if (guarded != null) {
      return held.contains(guarded.resource().name())
          && Columns.references((Project) node, Set.of(column)).stream()
              .anyMatch(position -> isKey(guarded, position));
    }
    if (node instanceof Project project) {
      Set<Integer> used = RelOptUtil.InputFinder.bits(project.getProjects().get(column)).asSet();
      return used.stream().anyMatch(index -> key(project.getInput(), index));
    }
    return Columns.below(node, column).map(c -> key(c.node(), c.index())).orElse(false);
  }

  private static boolean isKey(RawTable raw, int position) {
    return raw.resource().spec().key().stream().anyMatch(item -> raw.position(item) == position);
  }
}
