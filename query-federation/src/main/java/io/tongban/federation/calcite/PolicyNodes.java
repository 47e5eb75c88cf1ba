package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import java.util.ArrayList;
import java.util.List;
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
  private final List<Policy> policies = new ArrayList<>();

  /** What a table's scan must look like. */
  private record Policy(RelNode node, RawTable raw) {}

  void add(RelNode node, RawTable raw) {
    policies.add(new Policy(node, raw));
  }

  /**
   * The table a policy node guards, or null if it is none. A node is one if all below it is as it
   * was made: the converter copies nodes, so that their identity says nothing.
   */
  RawTable guarded(RelNode node) {
    for (Policy policy : policies) {
      if (policy.node().deepEquals(node)) {
        return policy.raw();
      }
    }
    return null;
  }

  /**
   * Makes sure that every scan lies under its policy node, also those inside subqueries.
   *
   * @throws io.tongban.hub.ProblemException {@link FederationProblem#NOT_GOVERNED}
   */
  void requireEverywhere(RelNode root) {
    if (guarded(root) != null) {
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
