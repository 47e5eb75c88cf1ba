package io.tongban.federation.calcite;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.jdbc.JdbcRules;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.InvalidRelException;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** What may be handed to a source: only what {@link Safety#pushable} allows. */
final class SourceRules {
  private SourceRules() {}

  static List<RelOptRule> of(SourceConvention source) {
    Product product = source.database().product();
    return List.of(
        SplitFilterRule.of(product),
        rule(LogicalFilter.class, node -> pushable(node, product), source, SourceRules::filter),
        rule(LogicalProject.class, at(source, SourceRules::pushable), source, SourceRules::project),
        rule(LogicalJoin.class, at(source, SourceRules::pushable), source, SourceRules::join),
        rule(
            LogicalAggregate.class,
            at(source, SourceRules::pushable),
            source,
            SourceRules::aggregate),
        new GroupRule(source),
        rule(LogicalSort.class, SourceRules::pushable, source, SourceRules::limit),
        fetch(source));
  }

  private static boolean pushable(Filter filter, Product product) {
    return filter.getVariablesSet().isEmpty()
        && Safety.pushable(filter.getCondition())
        && ExactTerms.possible(filter.getCondition(), product);
  }

  private static <R> Predicate<R> at(
      SourceConvention source, BiPredicate<R, SourceDatabase> allowed) {
    return rel -> allowed.test(rel, source.database());
  }

  private static boolean pushable(Project project, SourceDatabase database) {
    return project.getVariablesSet().isEmpty()
        && project.getProjects().stream()
            .allMatch(
                value ->
                    value instanceof RexInputRef || database.trino() && Portable.inTrino(value));
  }

  /** A product is larger than its parts, so only Trino, which plans it away, is sent one. */
  private static boolean pushable(Join join, SourceDatabase database) {
    return join.getVariablesSet().isEmpty()
        && join.getJoinType() != JoinRelType.SEMI
        && join.getJoinType() != JoinRelType.ANTI
        && database.dialect().supportsJoinType(join.getJoinType())
        && (!join.getCondition().isAlwaysTrue() || database.trino())
        && Safety.pushable(join.getCondition())
        && ExactTerms.possible(join.getCondition(), database.product());
  }

  static boolean pushable(Aggregate aggregate, SourceDatabase database) {
    return aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && groups(aggregate, database.product())
        && aggregate.getAggCallList().stream()
            .allMatch(call -> pushable(call, aggregate, database));
  }

  private static boolean groups(Aggregate aggregate, Product product) {
    return aggregate.getGroupSet().asList().stream()
            .allMatch(field -> product.groups(type(aggregate, field)))
        && aggregate.getAggCallList().stream()
            .flatMap(call -> call.getArgList().stream())
            .allMatch(field -> product.groups(type(aggregate, field)));
  }

  private static boolean pushable(
      AggregateCall call, Aggregate aggregate, SourceDatabase database) {
    if (call.hasFilter() || call.isApproximate() || !call.getCollation().getKeys().isEmpty()) {
      return false;
    }
    if (call.getAggregation().getKind() == SqlKind.COUNT) {
      return call.getArgList().size() <= 1;
    }
    if (call.getAggregation().getKind() == SqlKind.SUM
        || call.getAggregation().getKind() == SqlKind.SUM0) {
      return database.exact()
          && !call.isDistinct()
          && exact(type(aggregate, call.getArgList().get(0)));
    }
    boolean minOrMax =
        call.getAggregation().getKind() == SqlKind.MIN
            || call.getAggregation().getKind() == SqlKind.MAX;
    return minOrMax
        && call.getArgList().stream()
            .map(arg -> type(aggregate, arg))
            .noneMatch(SqlTypeUtil::inCharFamily);
  }

  private static boolean exact(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.INTEGER
        || type.getSqlTypeName() == SqlTypeName.BIGINT
        || type.getSqlTypeName() == SqlTypeName.DECIMAL;
  }

  private static RelDataType type(Aggregate aggregate, int field) {
    return aggregate.getInput().getRowType().getFieldList().get(field).getType();
  }

  /** A limit alone: an order would follow the source's collation. */
  private static boolean pushable(Sort sort) {
    return sort.getCollation().getFieldCollations().isEmpty()
        && sort.offset == null
        && sort.fetch instanceof RexLiteral;
  }

  private static RelNode filter(Filter filter, RelTraitSet traits) {
    return new SourceFilter(
        filter.getCluster(), traits, in(filter.getInput(), traits), filter.getCondition());
  }

  private static RelNode project(Project project, RelTraitSet traits) {
    return new SourceProject(
        project.getCluster(),
        traits,
        in(project.getInput(), traits),
        project.getProjects(),
        project.getRowType());
  }

  private static RelNode join(Join join, RelTraitSet traits) {
    try {
      return new JdbcRules.JdbcJoin(
          join.getCluster(),
          traits,
          in(join.getLeft(), traits),
          in(join.getRight(), traits),
          join.getCondition(),
          join.getVariablesSet(),
          join.getJoinType());
    } catch (InvalidRelException notForASource) {
      return null;
    }
  }

  private static RelNode aggregate(Aggregate aggregate, RelTraitSet traits) {
    return group(aggregate, in(aggregate.getInput(), traits), traits);
  }

  /** A group over what its source computes. */
  static RelNode group(Aggregate aggregate, RelNode input, RelTraitSet traits) {
    try {
      return new JdbcRules.JdbcAggregate(
          aggregate.getCluster(),
          traits,
          input,
          aggregate.getGroupSet(),
          aggregate.getGroupSets(),
          aggregate.getAggCallList());
    } catch (InvalidRelException notForASource) {
      return null;
    }
  }

  private static RelNode limit(Sort sort, RelTraitSet traits) {
    return new JdbcRules.JdbcSort(
        sort.getCluster(),
        traits,
        in(sort.getInput(), traits),
        sort.getCollation(),
        null,
        sort.fetch);
  }

  static RelNode in(RelNode input, RelTraitSet traits) {
    return RelOptRule.convert(input, input.getTraitSet().replace(traits.getConvention()));
  }

  /** Builds a source's node, or null where it cannot. */
  private interface Conversion<R extends RelNode> {
    RelNode convert(R rel, RelTraitSet traits);
  }

  private static <R extends RelNode> RelOptRule rule(
      Class<R> from, Predicate<? super R> allowed, SourceConvention out, Conversion<R> conversion) {
    Function<ConverterRule.Config, ConverterRule> factory =
        config ->
            new ConverterRule(config) {
              @Override
              public RelNode convert(RelNode rel) {
                return conversion.convert(from.cast(rel), rel.getTraitSet().replace(out));
              }
            };
    return ConverterRule.Config.INSTANCE
        .withConversion(from, allowed, Convention.NONE, out, "Push" + from.getSimpleName())
        .withRuleFactory(factory)
        .toRule();
  }

  private static RelOptRule fetch(SourceConvention source) {
    Function<ConverterRule.Config, ConverterRule> factory =
        config ->
            new ConverterRule(config) {
              @Override
              public RelNode convert(RelNode rel) {
                return new SourceFetch(
                    rel.getCluster(),
                    rel.getTraitSet().replace(EnumerableConvention.INSTANCE),
                    rel);
              }
            };
    return ConverterRule.Config.INSTANCE
        .withConversion(RelNode.class, source, EnumerableConvention.INSTANCE, "Fetch")
        .withRuleFactory(factory)
        .toRule();
  }
}
