package io.tongban.federation.calcite;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableNestedLoopJoin;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.linq4j.function.Function2;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/**
 * Rows that are wanted more than once and read once. A nested loop begins its inner side anew for
 * every row of the outer one, and each time a source would be asked again.
 */
final class KeptRows extends SingleRel implements EnumerableRel {
  private static final Method APPLY =
      Types.lookupMethod(Function2.class, "apply", Object.class, Object.class);

  private KeptRows(RelNode input) {
    super(input.getCluster(), input.getTraitSet(), input);
  }

  /** A finished plan with the inner sides of its nested loops kept. */
  static RelNode in(RelNode plan) {
    List<RelNode> inputs = new ArrayList<>();
    plan.getInputs().forEach(input -> inputs.add(input instanceof SourceFetch ? input : in(input)));
    if (plan instanceof EnumerableNestedLoopJoin) {
      inputs.set(1, new KeptRows(inputs.get(1)));
    }
    return inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new KeptRows(inputs.get(0));
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer preference) {
    Result input = implementor.visitChild(this, 0, (EnumerableRel) getInput(), preference);
    BlockBuilder code = new BlockBuilder();
    var rows = code.append("rows", input.block);
    var kept =
        Expressions.call(
            implementor.stash(new Keeping(), Function2.class),
            APPLY,
            implementor.getRootExpression(),
            rows);
    code.add(Expressions.return_(null, Expressions.convert_(kept, Enumerable.class)));
    return implementor.result(input.physType, code.toBlock());
  }

  private record Keeping()
      implements Function2<DataContext, Enumerable<Object>, Enumerable<Object>> {
    @Override
    public Enumerable<Object> apply(DataContext context, Enumerable<Object> rows) {
      QueryRun run = (QueryRun) context;
      return new AbstractEnumerable<>() {
        private List<Object> kept;

        @Override
        public Enumerator<Object> enumerator() {
          if (kept == null) {
            kept = read(rows, run);
          }
          return Linq4j.enumerator(kept);
        }
      };
    }

    private static List<Object> read(Enumerable<Object> rows, QueryRun run) {
      List<Object> read = new ArrayList<>();
      try (Enumerator<Object> all = rows.enumerator()) {
        while (all.moveNext()) {
          run.checkFlag();
          run.hold(all.current());
          read.add(all.current());
        }
      }
      return read;
    }
  }
}
