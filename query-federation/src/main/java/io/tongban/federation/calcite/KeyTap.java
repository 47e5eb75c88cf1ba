package io.tongban.federation.calcite;

import java.lang.reflect.Method;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.function.Function2;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/**
 * The side of a join whose keys the other side is asked for. Its rows pass unchanged; the first
 * source that wants the keys has them read to the end.
 */
final class KeyTap extends SingleRel implements EnumerableRel {
  private static final Method APPLY =
      Types.lookupMethod(Function2.class, "apply", Object.class, Object.class);

  private final List<Key> keys;
  private final boolean bounded;

  /**
   * A column whose values are passed on.
   *
   * @param slot where they are found, see {@link KeySlots}
   */
  record Key(int slot, int column) {}

  /**
   * @param bounded whether the rows are bounded by values of the question: then all keys are passed
   *     on, else only few
   */
  KeyTap(
      RelOptCluster cluster, RelTraitSet traits, RelNode input, List<Key> keys, boolean bounded) {
    super(cluster, traits, input);
    this.keys = keys;
    this.bounded = bounded;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new KeyTap(getCluster(), traitSet, inputs.get(0), keys, bounded);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("keys", keys).item("bounded", bounded);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer preference) {
    Result input = implementor.visitChild(this, 0, (EnumerableRel) getInput(), preference);
    boolean scalar = input.format == JavaRowFormat.SCALAR;
    if (!scalar && input.format != JavaRowFormat.ARRAY) {
      throw new IllegalStateException("keys cannot be read from rows as " + input.format);
    }
    BlockBuilder code = new BlockBuilder();
    Expression rows = code.append("rows", input.block);
    // by the leading underscore it stays a statement: the tap is there before the other side is
    // made
    Expression tapped =
        code.append(
            "_tapped",
            Expressions.call(
                implementor.stash(new Tapping(keys, bounded, scalar), Function2.class),
                APPLY,
                implementor.getRootExpression(),
                rows));
    code.add(Expressions.return_(null, Expressions.convert_(tapped, Enumerable.class)));
    return implementor.result(input.physType, code.toBlock());
  }
}
