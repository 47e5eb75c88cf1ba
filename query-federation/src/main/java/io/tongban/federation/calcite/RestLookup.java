package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.BuiltInMethod;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;

/** Asks a web service for the records of keys that the question gives. */
final class RestLookup extends TableScan implements EnumerableRel {
  private final List<List<RexNode>> keys;

  /**
   * @param keys for each key column the values it may have
   */
  RestLookup(RelOptCluster cluster, RelOptTable table, List<List<RexNode>> keys) {
    super(cluster, cluster.traitSetOf(EnumerableConvention.INSTANCE), List.of(), table);
    this.keys = keys;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    RestTable rest = rest();
    return super.explainTerms(writer)
        .item("source", rest.source())
        .item("get", rest.path())
        .item("keys", keys);
  }

  private RestTable rest() {
    return table.unwrap(RawTable.class).rest();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return keys.stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double calls = estimateRowCount(mq);
    return planner.getCostFactory().makeCost(calls, calls, calls);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer preference) {
    var physType = PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    BlockBuilder code = new BlockBuilder();
    var rows =
        Expressions.call(
            implementor.stash(new Rows(rest(), keys), Function1.class),
            BuiltInMethod.FUNCTION1_APPLY.method,
            implementor.getRootExpression());
    code.add(Expressions.return_(null, Expressions.convert_(rows, Enumerable.class)));
    return implementor.result(physType, code.toBlock());
  }

  /** The rows, asked for when they are read. */
  private record Rows(RestTable rest, List<List<RexNode>> keys)
      implements Function1<DataContext, Enumerable<Object>> {
    @Override
    public Enumerable<Object> apply(DataContext context) {
      QueryRun run = (QueryRun) context;
      return new org.apache.calcite.linq4j.AbstractEnumerable<>() {
        @Override
        public org.apache.calcite.linq4j.Enumerator<Object> enumerator() {
          return new LateRows(() -> read(run));
        }
      };
    }

    private Enumerable<Object> read(QueryRun run) {
      List<Object> rows = new ArrayList<>();
      for (Object[] row : rest.rows(wanted(run), run)) {
        rows.add(row.length == 1 ? row[0] : row);
      }
      return Linq4j.asEnumerable(rows);
    }

    /** Every combination of the values of the key columns. */
    private List<List<Object>> wanted(QueryRun run) {
      List<List<Object>> wanted = List.of(List.of());
      for (List<RexNode> values : keys) {
        List<List<Object>> longer = new ArrayList<>();
        for (List<Object> before : wanted) {
          for (Object value : values(values, run)) {
            List<Object> key = new ArrayList<>(before);
            key.add(value);
            longer.add(key);
          }
        }
        wanted = longer;
      }
      return wanted;
    }

    private static Iterable<Object> values(List<RexNode> nodes, QueryRun run) {
      if (nodes.get(0) instanceof RexDynamicParam slot && KeySlots.isSlot(slot.getIndex())) {
        return run.keys().keys(slot.getIndex());
      }
      List<Object> values = new ArrayList<>();
      nodes.forEach(node -> values.add(value(node, run)));
      return values;
    }

    private static Object value(RexNode node, QueryRun run) {
      if (node instanceof RexDynamicParam parameter) {
        Object value = run.parameter(parameter.getIndex());
        return value instanceof Short || value instanceof Byte
            ? Long.valueOf(((Number) value).longValue())
            : value;
      }
      RexLiteral literal = (RexLiteral) node;
      Comparable<?> value = literal.getValueAs(Comparable.class);
      if (value instanceof NlsString text) {
        return text.getValue();
      }
      if (value instanceof DateString day) {
        return day.getDaysSinceEpoch();
      }
      return value instanceof Number number ? (Object) number.longValue() : value;
    }
  }
}
