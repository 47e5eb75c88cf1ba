package io.tongban.federation.calcite;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableAggregate;
import org.apache.calcite.adapter.enumerable.EnumerableCollect;
import org.apache.calcite.adapter.enumerable.EnumerableHashJoin;
import org.apache.calcite.adapter.enumerable.EnumerableIntersect;
import org.apache.calcite.adapter.enumerable.EnumerableMinus;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.adapter.enumerable.EnumerableUnion;
import org.apache.calcite.adapter.enumerable.EnumerableWindow;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.function.Function2;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;

/**
 * Counts the memory of what the operator above holds until it ends: all rows, or of a group one.
 */
final class HeldRows extends SingleRel implements EnumerableRel {
  private static final Method APPLY =
      Types.lookupMethod(Function2.class, "apply", Object.class, Object.class);

  /** What keeps a number or a value of a group, and not its rows. */
  private static final Set<SqlKind> SMALL =
      EnumSet.of(
          SqlKind.COUNT,
          SqlKind.SUM,
          SqlKind.SUM0,
          SqlKind.AVG,
          SqlKind.MIN,
          SqlKind.MAX,
          SqlKind.SINGLE_VALUE,
          SqlKind.ANY_VALUE,
          SqlKind.GROUPING,
          SqlKind.LITERAL_AGG);

  /** Columns that make a group, or null where every row is held. */
  private final List<Integer> group;

  private HeldRows(RelNode input, List<Integer> group) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.group = group;
  }

  /** A finished plan with what its operators hold counted. */
  static RelNode in(RelNode plan) {
    if (plan instanceof SourceFetch) {
      return plan;
    }
    List<RelNode> inputs = new ArrayList<>();
    for (int i = 0; i < plan.getInputs().size(); i++) {
      RelNode input = in(plan.getInput(i));
      inputs.add(holds(plan, i) ? new HeldRows(input, group(plan)) : input);
    }
    return inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
  }

  private static boolean holds(RelNode plan, int input) {
    return plan instanceof EnumerableSort
        || plan instanceof EnumerableWindow
        || plan instanceof EnumerableCollect
        || plan instanceof EnumerableIntersect
        || plan instanceof EnumerableMinus
        || plan instanceof EnumerableUnion union && !union.all
        || plan instanceof EnumerableHashJoin && input == 1
        || plan instanceof EnumerableAggregate aggregate
            && (!aggregate.getGroupSet().isEmpty() || !small(aggregate));
  }

  private static List<Integer> group(RelNode plan) {
    return plan instanceof EnumerableAggregate aggregate && small(aggregate)
        ? aggregate.getGroupSet().asList()
        : null;
  }

  private static boolean small(EnumerableAggregate aggregate) {
    return aggregate.getAggCallList().stream().noneMatch(AggregateCall::isDistinct)
        && aggregate.getAggCallList().stream()
            .allMatch(call -> SMALL.contains(call.getAggregation().getKind()));
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new HeldRows(inputs.get(0), group);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer preference) {
    Result input = implementor.visitChild(this, 0, (EnumerableRel) getInput(), preference);
    BlockBuilder code = new BlockBuilder();
    var rows = code.append("rows", input.block);
    var counted =
        Expressions.call(
            implementor.stash(new Counting(group), Function2.class),
            APPLY,
            implementor.getRootExpression(),
            rows);
    code.add(Expressions.return_(null, Expressions.convert_(counted, Enumerable.class)));
    return implementor.result(input.physType, code.toBlock());
  }

  private record Counting(List<Integer> group)
      implements Function2<DataContext, Enumerable<Object>, Enumerable<Object>> {
    @Override
    public Enumerable<Object> apply(DataContext context, Enumerable<Object> rows) {
      QueryRun run = (QueryRun) context;
      return new AbstractEnumerable<>() {
        @Override
        public Enumerator<Object> enumerator() {
          return new Counted(rows.enumerator(), run, group == null ? null : new Groups(group));
        }
      };
    }
  }

  /** Which groups were met; two that share a hash count as one. */
  private static final class Groups {
    private final List<Integer> columns;
    private final Set<Long> met = new HashSet<>();

    Groups(List<Integer> columns) {
      this.columns = columns;
    }

    boolean isNew(Object row) {
      long hash = 1;
      for (int column : columns) {
        Object value = row instanceof Object[] values ? values[column] : row;
        hash = hash * 0x9E3779B97F4A7C15L + (value == null ? 0 : value.hashCode());
        hash ^= hash >>> 29;
      }
      return met.add(hash);
    }
  }

  private record Counted(Enumerator<Object> rows, QueryRun run, Groups groups)
      implements Enumerator<Object> {
    @Override
    public Object current() {
      return rows.current();
    }

    @Override
    public boolean moveNext() {
      if (!rows.moveNext()) {
        return false;
      }
      Object row = rows.current();
      if (groups == null || groups.isNew(row)) {
        run.hold(row);
      }
      return true;
    }

    @Override
    public void reset() {
      rows.reset();
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
