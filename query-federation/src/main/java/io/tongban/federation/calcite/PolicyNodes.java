package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * The policy nodes of one plan. Asserted on the logical tree, before the optimiser folds them into
 * the sources' filters.
 */
final class PolicyNodes {
  private final Map<RelNode, RawTable> nodes = new IdentityHashMap<>();

  void add(RelNode policy, RawTable raw) {
    nodes.put(policy, raw);
  }

  /** The table a policy node guards, or null if it is none. */
  RawTable guarded(RelNode node) {
    return nodes.get(node);
  }

  /**
   * Makes sure that every scan lies under its policy node, also those inside subqueries.
   *
   * @throws io.tongban.hub.ProblemException {@link FederationProblem#NOT_GOVERNED}
   */
  void requireEverywhere(RelNode root) {
    if (nodes.containsKey(root)) {
      return;
    }
    if (root instanceof TableScan || root.getConvention() instanceof SourceConvention) {
      throw FederationProblem.NOT_GOVERNED.problem("a table would be read outside its policy");
    }
    root.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            requireEverywhere(subQuery.rel);
            return super.visitSubQuery(subQuery);
          }
        });
    root.getInputs().forEach(this::requireEverywhere);
  }
}
