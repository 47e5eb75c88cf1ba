package io.tongban.federation.calcite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.adapter.jdbc.JdbcImplementor;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlString;
import org.apache.calcite.util.BuiltInMethod;

/**
 * The border between a source's part of a plan and the hub's. Ours rather than Calcite's, so that
 * fetch sizes, deadlines and the words of errors are ours too.
 */
final class SourceFetch extends ConverterImpl implements EnumerableRel {
  private static final double BYTES_COST = 0.1;

  private SourceStatement statement;

  /** Trino joins whatever it can, and it plans the order itself: one statement is best. */
  private static final double STATEMENT_COST = 1e15;

  SourceFetch(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, ConventionTraitDef.INSTANCE, traits, input);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new SourceFetch(getCluster(), traitSet, inputs.get(0));
  }

  /** Every value fetched costs: so filters and projections go to the source. */
  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double rows = mq.getRowCount(this);
    double work =
        rows * (1 + BYTES_COST * getRowType().getFieldCount())
            + (database().trino() ? STATEMENT_COST : 0);
    return planner.getCostFactory().makeCost(work, work, work);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer preference) {
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    BlockBuilder code = new BlockBuilder();
    var rows =
        Expressions.call(
            implementor.stash(statement(), Function1.class),
            BuiltInMethod.FUNCTION1_APPLY.method,
            implementor.getRootExpression());
    code.add(Expressions.return_(null, Expressions.convert_(rows, Enumerable.class)));
    return implementor.result(physType, code.toBlock());
  }

  /** What is sent to the source; the same one for the plan's code and for who looks at it. */
  SourceStatement statement() {
    if (statement == null) {
      statement = made();
    }
    return statement;
  }

  private SourceStatement made() {
    SourceDatabase database = database();
    SqlNode sql = sql(database);
    Map<Integer, SqlTypeName> types = parameterTypes(getInput());
    List<SqlTypeName> columns =
        getRowType().getFieldList().stream()
            .map(RelDataTypeField::getType)
            .map(RelDataType::getSqlTypeName)
            .toList();
    return new SourceStatement(
        database,
        rewriting -> print(rewriting.apply(sql), database, types),
        KeyCondition.slots(sql),
        columns,
        Bounds.bounded(getInput()) ? 0 : scanned(getInput()));
  }

  /** At least one row: an estimate of none is none. */
  private double scanned(RelNode node) {
    RelNode actual = node.stripped();
    return actual instanceof SourceScan
        ? Math.max(1, actual.estimateRowCount(getCluster().getMetadataQuery()))
        : actual.getInputs().stream().mapToDouble(this::scanned).sum();
  }

  SourceDatabase database() {
    return ((SourceConvention) getInput().getConvention()).database();
  }

  private SqlNode sql(SourceDatabase database) {
    var implementor =
        new JdbcImplementor(database.dialect(), (JavaTypeFactory) getCluster().getTypeFactory());
    SqlNode statement =
        implementor.visitRoot(ExactTerms.in(getInput(), database.product())).asStatement();
    Map<List<String>, List<String>> tables = new HashMap<>();
    tables(getInput(), tables);
    new ExplicitColumns(tables).write(statement);
    return statement;
  }

  private static SourceStatement.Text print(
      SqlNode statement, SourceDatabase database, Map<Integer, SqlTypeName> types) {
    SqlString sql =
        statement.toSqlString(
            config ->
                config
                    .withDialect(database.dialect())
                    .withAlwaysUseParentheses(false)
                    .withSelectListItemsOnSeparateLines(false)
                    .withIndentation(0));
    List<Integer> parameters =
        sql.getDynamicParameters() == null ? List.of() : sql.getDynamicParameters();
    return new SourceStatement.Text(
        sql.getSql(),
        parameters.stream()
            .map(index -> new SourceStatement.Parameter(index, types.get(index)))
            .toArray(SourceStatement.Parameter[]::new));
  }

  private static void tables(RelNode node, Map<List<String>, List<String>> tables) {
    RelNode actual = node.stripped();
    if (actual instanceof SourceScan scan) {
      tables.put(scan.getTable().getQualifiedName(), scan.getRowType().getFieldNames());
    }
    actual.getInputs().forEach(input -> tables(input, tables));
  }

  private static Map<Integer, SqlTypeName> parameterTypes(RelNode root) {
    Map<Integer, SqlTypeName> types = new HashMap<>();
    var collector =
        new RexShuttle() {
          @Override
          public RexNode visitDynamicParam(RexDynamicParam parameter) {
            types.put(parameter.getIndex(), parameter.getType().getSqlTypeName());
            return parameter;
          }
        };
    visit(root, collector);
    return types;
  }

  private static void visit(RelNode node, RexShuttle collector) {
    RelNode actual = node.stripped();
    actual.accept(collector);
    actual.getInputs().forEach(input -> visit(input, collector));
  }
}
