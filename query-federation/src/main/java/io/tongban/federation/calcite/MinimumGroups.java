package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import io.tongban.hub.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Lets a resource that has a minimum group be seen through statistics only. One pass over the
 * governed tree, before it is optimised: every aggregate over such a resource gets a filter that
 * leaves out the groups with fewer of its records, counted by their keys, however often a join
 * repeats them. A node is <em>open</em> while single records of such a resource are in its rows; no
 * answer and no subquery may be. Whatever cannot be proven to keep this is refused.
 */
final class MinimumGroups {
  private final PolicyNodes policies;
  private final Map<String, Integer> floors;

  /** Aggregates that were given their floor: nothing below them is in anybody's sight. */
  private final Set<RelNode> closed = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param floors fewest records of a group by resource name, for those that have one
   */
  MinimumGroups(PolicyNodes policies, Map<String, Integer> floors) {
    this.policies = policies;
    this.floors = floors;
  }

  /**
   * The tree with the floors in it.
   *
   * @throws ProblemException {@link FederationProblem#STATISTICS_ONLY}
   */
  RelNode enforce(RelNode root) {
    if (floors.isEmpty()) {
      return root;
    }
    RelNode held = held(root);
    if (open(held)) {
      throw refusal(held, "the query would show single records");
    }
    return held;
  }

  private RelNode held(RelNode node) {
    if (policies.guarded(node) != null) {
      return node;
    }
    List<RelNode> inputs = node.getInputs().stream().map(this::held).toList();
    RelNode held = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    held = withSubqueries(held);
    if (inputs.stream().noneMatch(this::open)) {
      return held;
    }
    if (held instanceof LogicalAggregate aggregate) {
      RelNode floored = floored(aggregate);
      closed.add(floored);
      return floored;
    }
    requireHarmless(held);
    return held;
  }

  /** A subquery is an answer of its own: what it tells may rest on no single record either. */
  private RelNode withSubqueries(RelNode node) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery outer = (RexSubQuery) super.visitSubQuery(subQuery);
            RelNode held = enforce(subQuery.rel);
            return held == subQuery.rel ? outer : outer.clone(held);
          }
        });
  }

  private boolean open(RelNode node) {
    if (closed.contains(node)) {
      return false;
    }
    RawTable guarded = policies.guarded(node);
    return guarded == null
        ? node.getInputs().stream().anyMatch(this::open)
        : floors.containsKey(guarded.resource().name());
  }

  /**
   * Below an aggregate: rows may be chosen, shaped, ordered and looked up, and nothing may fail.
   */
  private void requireHarmless(RelNode node) {
    if (!node.getVariablesSet().isEmpty()) {
      throw correlated(node);
    }
    if (node instanceof LogicalFilter filter) {
      requireTotal(filter, List.of(filter.getCondition()));
    } else if (node instanceof LogicalProject project) {
      if (RexOver.containsOver(project.getProjects(), null)) {
        throw refusal(node, "a window shows single records; use GROUP BY");
      }
      requireTotal(project, project.getProjects());
    } else if (node instanceof LogicalJoin join) {
      requireTotal(join, List.of(join.getCondition()));
      if (!new LookupJoins(policies).lookup(join)) {
        throw refusal(
            node,
            "its records are joined so that some could count more often than others; join by JOIN …"
                + " ON, plain columns equal to the whole key of one side");
      }
    } else if (!(node instanceof LogicalSort)) {
      throw refusal(
          node,
          "single records meet " + node.getRelTypeName() + "; aggregate before it, not after it");
    }
  }

  private ProblemException correlated(RelNode node) {
    return refusal(node, "a subquery refers to single records; write it as IN or as a join");
  }

  /** An error on one record would tell of that record. */
  private void requireTotal(RelNode node, List<RexNode> expressions) {
    RexShuttle withoutSubqueries =
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            if (!RelOptUtil.getVariablesUsed(subQuery.rel).isEmpty()) {
              throw correlated(node);
            }
            requireTotal(node, subQuery.getOperands());
            return node.getCluster().getRexBuilder().makeNullLiteral(subQuery.getType());
          }
        };
    for (RexNode expression : expressions) {
      if (!Safety.total(expression.accept(withoutSubqueries))) {
        throw refusal(
            node,
            "an expression over single records could fail; only what cannot may come before the"
                + " groups are made");
      }
    }
  }

  private RelNode floored(LogicalAggregate aggregate) {
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      throw refusal(
          aggregate,
          "GROUPING SETS, ROLLUP and CUBE would show by their difference what is left out");
    }
    GroupContents contents = new GroupContents(policies, floors.keySet(), aggregate);
    contents
        .fault()
        .ifPresent(
            fault -> {
              throw refusal(aggregate, fault);
            });
    KeyCarrier.Carried carried =
        new KeyCarrier(policies, node -> !open(node))
            .carry(aggregate.getInput())
            .orElseThrow(() -> refusal(aggregate, "its records cannot be counted here"));
    return new GroupFloor(aggregate, carried, floors).build();
  }

  private ProblemException refusal(RelNode node, String why) {
    String resource = resources(node).get(0);
    return FederationProblem.STATISTICS_ONLY
        .problem(
            "resource "
                + resource
                + " may be read through statistics of at least "
                + floors.get(resource)
                + " of its records only: "
                + why)
        .with("resource", resource)
        .with("minimumGroup", floors.get(resource));
  }

  private List<String> resources(RelNode node) {
    RawTable guarded = policies.guarded(node);
    if (guarded != null) {
      String name = guarded.resource().name();
      return floors.containsKey(name) ? List.of(name) : List.of();
    }
    List<String> found = new ArrayList<>();
    node.getInputs().forEach(input -> found.addAll(resources(input)));
    return found;
  }
}
