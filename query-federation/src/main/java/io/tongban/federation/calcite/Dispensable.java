package io.tongban.federation.calcite;

import io.tongban.federation.MissingSource;
import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.DataContext;
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
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/**
 * A part of a plan that an answer can do without. Where the caller allowed a partial answer and the
 * source does not answer, it has no rows and the run notes what is missing; else the error stands.
 * A source that fails after its first rows always fails the answer: what was read of it may have
 * been used already.
 */
final class Dispensable extends SingleRel implements EnumerableRel {
  private static final Method APPLY =
      Types.lookupMethod(Function2.class, "apply", Object.class, Object.class);
  private static final Set<String> AWAY =
      Set.of(
          HubProblem.SOURCE_UNREACHABLE.code(),
          HubProblem.SOURCE_BUSY.code(),
          HubProblem.DRIVER_MISSING.code());

  private final String source;

  Dispensable(RelOptCluster cluster, RelTraitSet traits, RelNode input, String source) {
    super(cluster, traits, input);
    this.source = source;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new Dispensable(getCluster(), traitSet, inputs.get(0), source);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("source", source);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer preference) {
    BlockBuilder code = new BlockBuilder();
    Result child = implementor.visitChild(this, 0, (EnumerableRel) getInput(), preference);
    var rows = code.append("whole", child.block);
    var guarded =
        Expressions.call(
            implementor.stash(new Guard(source, resources(getInput())), Function2.class),
            APPLY,
            implementor.getRootExpression(),
            rows);
    code.add(Expressions.return_(null, Expressions.convert_(guarded, Enumerable.class)));
    return implementor.result(child.physType, code.toBlock());
  }

  private static List<String> resources(RelNode node) {
    Set<String> names = new TreeSet<>();
    collect(node, names);
    return List.copyOf(names);
  }

  private static void collect(RelNode node, Set<String> names) {
    RelNode actual = node.stripped();
    if (actual.getTable() != null && actual.getTable().unwrap(RawTable.class) != null) {
      names.add(actual.getTable().unwrap(RawTable.class).resource().name());
    }
    actual.getInputs().forEach(input -> collect(input, names));
  }

  /** The rows, or none where the source is away and the caller allows that. */
  private record Guard(String source, List<String> resources)
      implements Function2<DataContext, Enumerable<Object>, Enumerable<Object>> {
    @Override
    public Enumerable<Object> apply(DataContext context, Enumerable<Object> rows) {
      QueryRun run = (QueryRun) context;
      return run.allowsPartial() ? guarded(run, rows) : rows;
    }

    private Enumerable<Object> guarded(QueryRun run, Enumerable<Object> rows) {
      return new AbstractEnumerable<>() {
        @Override
        public Enumerator<Object> enumerator() {
          return new Rows(run, rows.enumerator());
        }
      };
    }

    private final class Rows implements Enumerator<Object> {
      private final QueryRun run;
      private Enumerator<Object> rows;
      private boolean begun;

      Rows(QueryRun run, Enumerator<Object> rows) {
        this.run = run;
        this.rows = rows;
      }

      @Override
      public Object current() {
        return rows.current();
      }

      @Override
      public boolean moveNext() {
        if (begun) {
          return rows.moveNext();
        }
        begun = true;
        try {
          return rows.moveNext();
        } catch (ProblemException failed) {
          String why = failed.problem().code();
          if (!AWAY.contains(why)) {
            throw failed;
          }
          run.missing(new MissingSource(source, resources, why));
          rows = Linq4j.emptyEnumerator();
          return false;
        }
      }

      @Override
      public void reset() {
        begun = false;
        rows.reset();
      }

      @Override
      public void close() {
        rows.close();
      }
    }
  }
}
