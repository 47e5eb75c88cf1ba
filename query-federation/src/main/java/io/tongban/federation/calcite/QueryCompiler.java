package io.tongban.federation.calcite;

import com.google.common.collect.ImmutableList;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.ProblemException;
import io.tongban.registry.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.sql.SqlExplainFormat;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.tools.Programs;

/** Compiles SQL under a policy. Takes tens of milliseconds: never on a warm request's path. */
final class QueryCompiler {
  private static final ImmutableList<RelOptRule> LOGICAL =
      ImmutableList.of(
          SplitFilterRule.INSTANCE,
          SplitFilterRule.MERGE_PUSHABLE,
          SplitFilterRule.SINK_PUSHABLE,
          CoreRules.FILTER_INTO_JOIN,
          CoreRules.JOIN_CONDITION_PUSH,
          CoreRules.JOIN_PUSH_TRANSITIVE_PREDICATES,
          CoreRules.JOIN_PUSH_EXPRESSIONS,
          CoreRules.FILTER_PROJECT_TRANSPOSE,
          CoreRules.FILTER_AGGREGATE_TRANSPOSE,
          CoreRules.FILTER_SET_OP_TRANSPOSE,
          CoreRules.FILTER_REDUCE_EXPRESSIONS,
          CoreRules.PROJECT_MERGE,
          CoreRules.PROJECT_REMOVE,
          CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW,
          SortBelowProject.INSTANCE,
          CoreRules.UNION_TO_DISTINCT,
          CoreRules.AGGREGATE_REMOVE,
          CoreRules.AGGREGATE_REDUCE_FUNCTIONS,
          CoreRules.AGGREGATE_EXPAND_DISTINCT_AGGREGATES);

  /** No merge join: two sources need not sort alike. */
  private static final ImmutableList<RelOptRule> IN_THE_HUB =
      ImmutableList.of(
          EnumerableRules.ENUMERABLE_JOIN_RULE,
          EnumerableRules.ENUMERABLE_CORRELATE_RULE,
          EnumerableRules.ENUMERABLE_PROJECT_RULE,
          EnumerableRules.ENUMERABLE_FILTER_RULE,
          EnumerableRules.ENUMERABLE_AGGREGATE_RULE,
          EnumerableRules.ENUMERABLE_SORT_RULE,
          EnumerableRules.ENUMERABLE_LIMIT_RULE,
          EnumerableRules.ENUMERABLE_UNION_RULE,
          EnumerableRules.ENUMERABLE_INTERSECT_RULE,
          EnumerableRules.ENUMERABLE_MINUS_RULE,
          EnumerableRules.ENUMERABLE_VALUES_RULE,
          EnumerableRules.ENUMERABLE_WINDOW_RULE,
          EnumerableRules.ENUMERABLE_COLLECT_RULE,
          EnumerableRules.ENUMERABLE_UNCOLLECT_RULE);

  /** Not merged with each other: what can fail must come after a row condition, never beside. */
  private static final ImmutableList<RelOptRule> CALCULATIONS =
      ImmutableList.of(
          EnumerableRules.ENUMERABLE_FILTER_TO_CALC_RULE,
          EnumerableRules.ENUMERABLE_PROJECT_TO_CALC_RULE);

  private final SourceDatabases databases;

  QueryCompiler(SourceDatabases databases) {
    this.databases = databases;
  }

  /**
   * Compiles one SELECT.
   *
   * @param declared types of its {@code ?} in order, or null to infer them
   */
  CompiledQuery compile(String sql, List<DataType> declared, Policies read) {
    try {
      return compiled(sql, declared, read);
    } catch (ProblemException known) {
      throw known;
    } catch (RuntimeException | AssertionError | StackOverflowError unsupported) {
      throw FederationProblem.SQL_INVALID.problem(
          "the SQL uses a construct that is not supported", unsupported);
    }
  }

  private CompiledQuery compiled(String sql, List<DataType> declared, Policies read) {
    LogicalQuery query = LogicalQuery.of(sql, declared, read, databases);
    List<DataType> types = types(query);
    LogicalQuery clear = LogicalQuery.of(sql, declared, read.clear(), databases);
    List<Set<CompiledQuery.Origin>> origins = clear.origins();
    var carried = new KeyCarrier(query.policies()).carry(query.rel());
    RelNode logical = carried.map(KeyCarrier.Carried::rel).orElse(query.rel());
    query.policies().requireEverywhere(logical);
    RelNode simple = query.simplified(logical);
    QueryLineage lineage =
        QueryLineage.of(
            query.names(), ColumnLineage.of(clear.simple()), ColumnLineage.of(simple).whole());
    RelNode physical = optimise(query, simple);
    Map<String, Object> kept = new HashMap<>();
    List<AnswerColumn> columns = columns(query, types, origins, read);
    return new CompiledQuery(
        code(kept, physical),
        Map.copyOf(kept),
        columns,
        carried.map(KeyCarrier.Carried::keys).orElse(List.of()),
        carried.isPresent(),
        query.parameters(),
        query.slots(),
        explain(physical, SqlExplainLevel.EXPPLAN_ATTRIBUTES),
        statements(physical),
        digest(logical),
        new ResultDigest(columns),
        lineage);
  }

  /** The columns that are read, by resource; everything is visible to it. */
  Map<String, Set<String>> reads(String sql, List<DataType> declared, Policies everything) {
    return LogicalQuery.of(sql, declared, everything, databases).reads();
  }

  private static List<DataType> types(LogicalQuery query) {
    List<RelDataTypeField> fields = query.rel().getRowType().getFieldList();
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < query.names().size(); i++) {
      var sqlType = fields.get(i).getType().getSqlTypeName();
      String name = query.names().get(i);
      types.add(
          SqlTypes.dataType(sqlType)
              .orElseThrow(
                  () ->
                      FederationProblem.SQL_INVALID.problem(
                          "the column "
                              + name
                              + " has the type "
                              + sqlType
                              + ", which an answer cannot carry")));
    }
    return types;
  }

  private static List<AnswerColumn> columns(
      LogicalQuery query,
      List<DataType> types,
      List<Set<CompiledQuery.Origin>> origins,
      Policies read) {
    List<AnswerColumn> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      boolean masked = origins.get(i).stream().anyMatch(read::masked);
      columns.add(new AnswerColumn(query.names().get(i), types.get(i), masked));
    }
    return List.copyOf(columns);
  }

  private static RelNode optimise(LogicalQuery query, RelNode logical) {
    RelNode simple = JoinOrder.withoutProducts(logical);
    RelOptPlanner planner = query.workshop().cluster().getPlanner();
    LOGICAL.forEach(planner::addRule);
    IN_THE_HUB.forEach(planner::addRule);
    planner.setRoot(
        planner.changeTraits(simple, simple.getTraitSet().replace(EnumerableConvention.INSTANCE)));
    RelNode best = KeyPassing.in(planner.findBestExp());
    RestScan.requireBound(best);
    RelNode calculated =
        Programs.hep(CALCULATIONS, true, DefaultRelMetadataProvider.INSTANCE)
            .run(planner, best, best.getTraitSet(), List.of(), List.of());
    return HeldRows.in(KeptRows.in(PartialPlans.mark(DecimalDivision.in(calculated))));
  }

  @SuppressWarnings("unchecked")
  private static Bindable<Object> code(Map<String, Object> kept, RelNode physical) {
    return (Bindable<Object>)
        EnumerableInterpretable.toBindable(
            kept, null, (EnumerableRel) physical, EnumerableRel.Prefer.ARRAY);
  }

  private static List<SourceStatement> statements(RelNode node) {
    if (node instanceof SourceFetch fetch) {
      return List.of(fetch.statement());
    }
    return node.getInputs().stream().flatMap(input -> statements(input).stream()).toList();
  }

  private static String explain(RelNode node, SqlExplainLevel level) {
    return RelOptUtil.dumpPlan("", node, SqlExplainFormat.TEXT, level);
  }

  private static String digest(RelNode logical) {
    String text = explain(logical, SqlExplainLevel.EXPPLAN_ATTRIBUTES);
    return HexFormat.of().formatHex(CanonicalJson.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
