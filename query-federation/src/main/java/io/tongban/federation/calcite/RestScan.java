package io.tongban.federation.calcite;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * The records of a web service. No engine can read them; {@link RestLookupRule} makes a look-up of
 * it where the question binds the key.
 */
final class RestScan extends TableScan implements RawScan {
  private static final Convention CONVENTION =
      new Convention.Impl("REST", RelNode.class) {
        @Override
        public void register(RelOptPlanner planner) {
          planner.addRule(RestLookupRule.INSTANCE);
          planner.addRule(UNBOUND);
        }
      };

  private static final ConverterRule UNBOUND =
      ConverterRule.Config.INSTANCE
          .withConversion(
              RestScan.class, CONVENTION, EnumerableConvention.INSTANCE, "RestUnboundRule")
          .withRuleFactory(
              config ->
                  new ConverterRule(config) {
                    @Override
                    public RelNode convert(RelNode scan) {
                      return new Unbound(scan.getCluster(), scan.getTable());
                    }
                  })
          .toRule(ConverterRule.class);

  RestScan(RelOptCluster cluster, RelOptTable table) {
    super(cluster, cluster.traitSetOf(CONVENTION), List.of(), table);
  }

  @Override
  public RawTable raw() {
    return table.unwrap(RawTable.class);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  /**
   * Refuses a plan that would have to read a web service whole.
   *
   * @throws io.tongban.hub.ProblemException {@link
   *     io.tongban.federation.FederationProblem#KEY_UNBOUND}
   */
  static void requireBound(RelNode plan) {
    RelNode actual = plan.stripped();
    if (actual instanceof Unbound unbound) {
      throw unbound.getTable().unwrap(RawTable.class).rest().unbound();
    }
    actual.getInputs().forEach(RestScan::requireBound);
  }

  /** What is left where nothing binds the key: chosen last, and refused. */
  static final class Unbound extends TableScan implements EnumerableRel {
    // beyond all else, yet small enough for the rest of a plan to count beside it
    private static final double LAST = 1e15;

    Unbound(RelOptCluster cluster, RelOptTable table) {
      super(cluster, cluster.traitSetOf(EnumerableConvention.INSTANCE), List.of(), table);
    }

    /** The look-up by the keys of the other side of a join, where the key is that one column. */
    Optional<RelNode> by(int column, int slot) {
      RawTable raw = table.unwrap(RawTable.class);
      List<String> keys = raw.rest().keys();
      if (keys.size() != 1 || raw.position(keys.get(0)) != column) {
        return Optional.empty();
      }
      var rex = getCluster().getRexBuilder();
      var type = getRowType().getFieldList().get(column).getType();
      return Optional.of(
          new RestLookup(getCluster(), table, List.of(List.of(rex.makeDynamicParam(type, slot)))));
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return this;
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
      return planner.getCostFactory().makeCost(LAST, LAST, LAST);
    }

    @Override
    public Result implement(EnumerableRelImplementor implementor, Prefer preference) {
      throw table.unwrap(RawTable.class).rest().unbound();
    }
  }
}
