package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Orders inner joins anew where joining in the order of the question would make a product: where
 * two tables that follow each other are joined only through a later one. Other orders stay.
 */
final class JoinOrder {
  private JoinOrder() {}

  static RelNode withoutProducts(RelNode asked) {
    RelNode node = asked.accept(new Factors());
    RelNode joined =
        run(
            node,
            List.of(CoreRules.FILTER_INTO_JOIN, CoreRules.FILTER_PROJECT_TRANSPOSE),
            HepMatchOrder.TOP_DOWN);
    if (!product(joined)) {
      return node;
    }
    RelNode many = run(joined, List.of(CoreRules.JOIN_TO_MULTI_JOIN), HepMatchOrder.BOTTOM_UP);
    return run(many, List.of(CoreRules.MULTI_JOIN_OPTIMIZE), HepMatchOrder.BOTTOM_UP);
  }

  /**
   * {@code a AND b OR a AND c} as {@code a AND (b OR c)}: {@code a} may be the key of a join. And
   * what alternatives over several tables say of each of them.
   */
  private static final class Factors extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(LogicalFilter filter) {
      RelNode below = super.visit(filter);
      if (!(below instanceof LogicalFilter same) || !same.getVariablesSet().isEmpty()) {
        return below;
      }
      RexNode condition = same.getCondition();
      RexBuilder rex = same.getCluster().getRexBuilder();
      RexNode factored = withImplied(RexUtil.pullFactors(rex, condition), same.getInput(), rex);
      return factored.equals(condition)
          ? same
          : same.copy(same.getTraitSet(), same.getInput(), factored);
    }
  }

  /**
   * {@code a.x = 1 AND b.y = 2 OR a.x = 3 AND b.y = 4} implies {@code a.x = 1 OR a.x = 3}, which
   * needs no join to be tested. Only what cannot fail is said twice.
   */
  private static RexNode withImplied(RexNode condition, RelNode joined, RexBuilder rex) {
    List<Integer> owners = owners(joined, new AtomicInteger());
    Set<Integer> tables = new TreeSet<>(owners);
    tables.remove(-1);
    List<RexNode> all = new ArrayList<>(RelOptUtil.conjunctions(condition));
    for (RexNode part : List.copyOf(all)) {
      boolean ofOne = tables.stream().anyMatch(table -> of(table, owners, part));
      if (part.getKind() == SqlKind.OR && !ofOne) {
        tables.forEach(table -> implied(part, table, owners, rex).ifPresent(all::add));
      }
    }
    return all.size() == RelOptUtil.conjunctions(condition).size()
        ? condition
        : RexUtil.composeConjunction(rex, all);
  }

  private static Optional<RexNode> implied(
      RexNode alternatives, int table, List<Integer> owners, RexBuilder rex) {
    List<RexNode> ofTable = new ArrayList<>();
    for (RexNode alternative : RelOptUtil.disjunctions(alternatives)) {
      List<RexNode> parts =
          RelOptUtil.conjunctions(alternative).stream()
              .filter(part -> Safety.pushable(part) && of(table, owners, part))
              .toList();
      if (parts.isEmpty()) {
        return Optional.empty();
      }
      ofTable.add(RexUtil.composeConjunction(rex, parts));
    }
    return Optional.of(RexUtil.composeDisjunction(rex, ofTable));
  }

  private static boolean of(int table, List<Integer> owners, RexNode condition) {
    ImmutableBitSet columns = RelOptUtil.InputFinder.bits(condition);
    return !columns.isEmpty()
        && columns.asList().stream().allMatch(column -> owners.get(column) == table);
  }

  /** Which of a join's tables, by number, each column is of; -1 where it is made above the join. */
  private static List<Integer> owners(RelNode node, AtomicInteger next) {
    if (node instanceof Join join && join.getJoinType().projectsRight()) {
      List<Integer> both = new ArrayList<>(owners(join.getLeft(), next));
      both.addAll(owners(join.getRight(), next));
      return both;
    }
    if (node instanceof Filter filter && joins(filter)) {
      return owners(filter.getInput(), next);
    }
    if (node instanceof Project project && joins(project)) {
      List<Integer> below = owners(project.getInput(), next);
      return project.getProjects().stream()
          .map(value -> value instanceof RexInputRef ref ? below.get(ref.getIndex()) : -1)
          .toList();
    }
    return Collections.nCopies(node.getRowType().getFieldCount(), next.getAndIncrement());
  }

  private static boolean joins(RelNode node) {
    boolean passes = node instanceof Filter || node instanceof Project;
    return node instanceof Join || passes && joins(node.getInput(0));
  }

  private static boolean product(RelNode node) {
    boolean here =
        node instanceof Join join
            && join.getJoinType() == JoinRelType.INNER
            && join.getCondition().isAlwaysTrue();
    return here || node.getInputs().stream().anyMatch(JoinOrder::product);
  }

  private static RelNode run(RelNode node, List<RelOptRule> rules, HepMatchOrder order) {
    RelOptPlanner planner =
        new HepPlanner(
            new HepProgramBuilder().addMatchOrder(order).addRuleCollection(rules).build());
    planner.setRoot(node);
    return planner.findBestExp();
  }
}
